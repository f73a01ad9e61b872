import { s } from './dom.js';

/** Drawn on a square of 20, in the colour of the text around it. */
const drawings = {
  home: 'M3 9.5 10 4l7 5.5V16a1 1 0 0 1-1 1h-3.5v-4.5h-5V17H4a1 1 0 0 1-1-1Z',
  cart: 'M2.5 4h2l1.8 8.5h8.4L16.5 7H5.2M7.5 16.2v.1M13.5 16.2v.1',
  ticket: 'M3 5.5h14v3a1.5 1.5 0 0 0 0 3v3H3v-3a1.5 1.5 0 0 0 0-3ZM12.5 6v1.2M12.5 9.4v1.2M12.5 12.8V14',
  list: 'M5 3.5h10a1 1 0 0 1 1 1v12l-2-1.2-2 1.2-2-1.2-2 1.2-2-1.2-2 1.2v-12a1 1 0 0 1 1-1ZM7.5 7.5h5M7.5 11h5',
  person: 'M10 10a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 10 10ZM3.8 16.8a6.2 6.2 0 0 1 12.4 0',
  stall: 'M3 8 4.5 4h11L17 8a2.33 2.33 0 0 1-4.67 0A2.33 2.33 0 0 1 7.67 8 2.33 2.33 0 0 1 3 8ZM4.5 11v5.5h11V11',
  plus: 'M10 4.5v11M4.5 10h11',
  back: 'M12 4.5 6.5 10l5.5 5.5',
  copy: 'M7.5 7.5h8v8h-8ZM12.5 7.5v-3h-8v8h3',
  code: 'M7 5.5 2.5 10 7 14.5M13 5.5l4.5 4.5-4.5 4.5',
  search: 'M8.8 14.1a5.3 5.3 0 1 0 0-10.6 5.3 5.3 0 0 0 0 10.6ZM12.8 12.8l4 4',
  pulse: 'M2.5 10.5H6l2-6 4 11 2-5h3.5',
  route: 'M5 3v14M5 6h6a3 3 0 0 1 3 3v0a3 3 0 0 1-3 3H5M14 9h3',
  bolt: 'M11 2.5 4.5 11.5H9L8.5 17.5 15.5 8.5H11Z',
  table: 'M3.5 4.5h13v11h-13ZM3.5 8.5h13M8.5 8.5v7',
  phone: 'M6.5 2.5h7a1 1 0 0 1 1 1v13a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-13a1 1 0 0 1 1-1ZM9 15h2',
  link: 'M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3l-.9.9M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.7a3 3 0 0 0 4.3 4.3l.9-.9',
  save: 'M10 3.5v9M6.5 9.5 10 13l3.5-3.5M4 16.5h12',
  cross: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  pause: 'M7 5v10M13 5v10',
  again: 'M15.5 6.5A6.5 6.5 0 1 0 16.5 10M16 3v4h-4',
  crowd:
    'M7 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM2 16a5 5 0 0 1 10 0M13 4.7a2.5 2.5 0 0 1 0 4.6M14.5 11.4A5 5 0 0 1 18 16',
};

/** A picture beside a text; it says nothing by itself. */
export function icon(name) {
  const path = s('path', { d: drawings[name] });
  return s('svg', { viewBox: '0 0 20 20', class: 'icon', 'aria-hidden': 'true', focusable: 'false' }, path);
}
