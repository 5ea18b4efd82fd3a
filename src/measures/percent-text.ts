/** `2.5 %`, without zeros at the end. @param digits after the point, at most */
export function percentText(share: number, digits = 1): string {
  return `${Number((100 * share).toFixed(digits))} %`;
}
