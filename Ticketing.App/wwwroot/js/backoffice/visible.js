// Whether the page is visible: pages that refresh themselves rest in hidden tabs.

export const isVisible = () => !document.hidden;
