let arrived = false;

/** Whether a page that appears took the place of another one: false for the first since the page was loaded. */
export function arrival(): boolean {
  const before = arrived;
  arrived = true;
  return before;
}
