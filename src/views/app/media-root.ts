/** The choice of the folder of media: a command puts the focus there. */
export const MEDIA_ROOT = 'media-root';
