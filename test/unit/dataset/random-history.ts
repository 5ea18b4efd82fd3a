import fc from 'fast-check';

export type Cells = Map<string, Map<string, number>>;

/** What a history says, independent of how it is written. */
export interface Task {
  readonly name: string;
  readonly good: Cells;
  readonly bad: Cells;
  readonly parameters: Map<string, string>;
}

/** Names that trip up careless programs, and any others. */
const name = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', '', '"', '\\', '/a/b', '\u0000\n', 'é', '😀', '\ufeff', ' '),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

function mapOf<T>(value: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<Map<string, T>> {
  return fc
    .uniqueArray(fc.tuple(name, value), { maxLength, selector: ([key]) => key })
    .map((entries) => new Map(entries));
}

const count = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 2 ** 24 }));
const rows = mapOf(
  mapOf(count, 4).filter((row) => row.size > 0),
  4,
);

export const randomTasks: fc.Arbitrary<Task[]> = fc.uniqueArray(
  fc.record({ name, good: rows, bad: rows, parameters: mapOf(name, 3) }),
  { minLength: 1, maxLength: 8, selector: (task) => task.name },
);

const space = fc.constantFrom('', '', ' ', '\n', '\r\n', '\r', '\t', '  ');

/** How to write JSON: white space between tokens and how characters are escaped. */
export interface Spelling {
  readonly spaces: readonly string[];
  readonly escaped: boolean;
  /** Between lines of JSON Lines. */
  readonly lineEnd: string;
}

export const randomSpelling: fc.Arbitrary<Spelling> = fc.record({
  spaces: fc.array(space, { minLength: 1, maxLength: 7 }),
  escaped: fc.boolean(),
  lineEnd: fc.constantFrom('\n', '\n', '\r\n', '\r'),
});

/** Writes tasks as JSON of either layout. */
export function spell(
  tasks: readonly Task[],
  layout: 'object' | 'lines',
  { spaces, escaped, lineEnd }: Spelling,
): string {
  let turn = 0;
  const gap = () => {
    const text = spaces[turn++ % spaces.length];
    return layout === 'lines' ? text.replace(/[\r\n]/g, ' ') : text;
  };
  const quote = (text: string) => (escaped ? escapeAll(text) : JSON.stringify(text));
  const object = (members: Iterable<readonly [string, string]>) =>
    `{${gap()}${[...members].map(([key, value]) => `${quote(key)}${gap()}:${gap()}${value}${gap()}`).join(`,${gap()}`)}}`;
  const group = (cells: Cells) =>
    object([...cells].map(([code, row]) => [code, object([...row].map(([site, n]) => [site, String(n)]))]));
  const members = (task: Task): [string, string][] => [
    [
      'errors',
      object([['good_sites', group(task.good)], ...(task.bad.size ? [['bad_sites', group(task.bad)] as const] : [])]),
    ],
    ['parameters', object([...task.parameters].map(([key, value]) => [key, quote(value)]))],
  ];
  if (layout === 'object') return object(tasks.map((task) => [task.name, object(members(task))]));
  return tasks.map((task) => object([['task', quote(task.name)], ...members(task)])).join(lineEnd);
}

function escapeAll(text: string): string {
  let escaped = '"';
  for (let i = 0; i < text.length; i++) escaped += `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return `${escaped}"`;
}
