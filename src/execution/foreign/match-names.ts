/** Maximum number of names in a sentence. */
const maxListed = 5;

/** [own] index of each own name among theirs, which has them all. */
export function placesAmong(own: readonly string[], theirs: readonly string[]): Int32Array {
  const places = new Map(theirs.map((name, place) => [name, place]));
  return Int32Array.from(own, (name) => places.get(name) ?? -1);
}

/** The names that one side lacks, as parts of a sentence. @param what "site", for messages */
export function missingNames(own: readonly string[], theirs: readonly string[], what: string): string[] {
  const [ours, others] = [new Set(own), new Set(theirs)];
  const unknown = theirs.filter((name) => !ours.has(name));
  const missing = own.filter((name) => !others.has(name));
  return [
    ...(unknown.length > 0 ? [`the experiment has no ${listNames(what, unknown)}, which the model knows`] : []),
    ...(missing.length > 0 ? [`the model has no ${listNames(what, missing)}, which the experiment has`] : []),
  ];
}

/** "site west", "sites east, west and 3 more" */
export function listNames(what: string, names: readonly string[]): string {
  const listed = names.slice(0, maxListed).join(', ');
  const more = names.length > maxListed ? ` and ${names.length - maxListed} more` : '';
  const plural = what === 'class' ? 'classes' : `${what}s`;
  return `${names.length === 1 ? what : plural} ${listed}${more}`;
}
