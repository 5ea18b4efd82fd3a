/** Name that policies have unless people choose another one. */
export const policyName = 'oap-policy.json';

/** @param file its path or name */
export const isPolicy = (file: string): boolean => file.endsWith(policyName);
