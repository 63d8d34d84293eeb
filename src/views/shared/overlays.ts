/** Where menus and lists are put in the document: within the main landmark, so that everything on the page lies in one. */
export const OVERLAYS = {
  get current(): HTMLElement | null {
    return document.querySelector('main');
  },
};
