/** Brings a card that is about to be drawn into sight, and the focus into its first field. */
export function focusCard(index: number): void {
  requestAnimationFrame(() => {
    const card = document.querySelector(`[data-card="${index}"]`);
    card?.scrollIntoView({ block: 'nearest' });
    const field = card?.querySelector('input,textarea');
    if (field instanceof HTMLElement) field.focus();
  });
}
