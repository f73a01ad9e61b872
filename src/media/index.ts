export { DrawThumbnails } from './application/draw-thumbnails.js';
export { MediaModule } from './media.module.js';
