import { h, keyed, mark, say } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../texts.js';

/** Whose phone it is: a face for each shopper, one more, and the shop's own people. */
export function peopleBar(app, { choose, add, openStaff }) {
  const element = h('div', { class: 'people', role: 'group', 'aria-label': t('phone.people') });

  const draw = keyed(
    element,
    ({ key }) => key,
    ({ kind, picture, press }) => {
      const name = h('span', { class: 'person-name' });
      const face = h('span', { class: 'face', 'aria-hidden': 'true' }, picture ? icon(picture) : null);
      const button = h('button', { type: 'button', class: `person ${kind}`, onclick: press }, face, name);
      return {
        element: button,
        update({ label, isOn }) {
          say(name, label);
          if (!picture) say(face, [...label][0] ?? '');
          mark(button, 'aria-pressed', isOn === undefined ? null : String(isOn));
        },
      };
    },
  );

  return {
    element,
    update() {
      const faces = app.shoppers.all.map((shopper) => ({
        key: String(shopper.number),
        kind: `p${shopper.number}`,
        label: shopper.name(),
        isOn: !app.isStaff && shopper === app.shopper,
        press: () => choose(shopper),
      }));
      const more = { key: 'add', kind: 'add', picture: 'plus', label: t('phone.add'), press: add };
      const staff = { key: 'staff', kind: 'staff', picture: 'stall', label: t('phone.staff'), isOn: app.isStaff };
      draw([...faces, ...(app.shoppers.isFull ? [] : [more]), { ...staff, press: openStaff }]);
    },
  };
}
