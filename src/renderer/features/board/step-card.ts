/** Moves the focus to the next or previous card, in reading order. */
export function stepCard(direction: 1 | -1): void {
  const cards = [...document.querySelectorAll<HTMLElement>('[data-card] [data-open]')];
  const at = cards.findIndex((card) => card === document.activeElement);
  const next = at === -1 ? (direction === 1 ? 0 : cards.length - 1) : at + direction;
  cards[next]?.focus();
}
