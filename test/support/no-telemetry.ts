export default {};
export const defaultClient = undefined;
export function setup() {}
