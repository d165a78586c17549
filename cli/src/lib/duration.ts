const seconds = new Intl.NumberFormat("en", {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  useGrouping: false,
});

/** "3.4 s" */
export function formatDuration(milliseconds: number): string {
  return `${seconds.format(milliseconds / 1000)} s`;
}
