import { h } from '../dom.js';
import { language, t } from '../texts.js';
import { pick } from './wx.js';

/** Who I am to the shop. */
export function meScreen(ctx) {
  const { shop, shopper } = ctx;
  const element = h('div', { class: 'me' });

  async function changeName(nickname) {
    shopper.know(await shop.users.change({ nickname }));
    ctx.drawPeople();
    ctx.tell(t('me.saved'));
  }

  async function changePicture(file) {
    const { url } = await shop.upload(pick(file));
    shopper.know(await shop.users.change({ avatarUrl: url }));
    await draw();
  }

  async function addAddress() {
    await shop.addresses.add({ ...JSON.parse(t('me.sampleAddress')), isDefault: true });
    await draw();
  }

  const addressRow = ({ recipient, phone, province, city, district, detail }) => {
    const place =
      language() === 'zh' ? `${province}${city}${district} ${detail}` : [detail, district, city, province].join(', ');
    return h('li', { class: 'small' }, `${recipient} ${phone}`, h('br'), place);
  };

  async function draw() {
    if (!shopper.isSignedIn) {
      const logIn = ctx.button(
        t('me.logIn'),
        () => shopper.signIn().then(() => (ctx.drawPeople(), draw())),
        'main wide',
      );
      return element.replaceChildren(h('p', { class: 'quiet' }, t('me.stranger')), logIn);
    }
    const addresses = await shop.addresses.list();
    const { nickname, avatarUrl, phone, id } = shopper.profile;
    const name = h('input', { name: 'nickname', value: nickname, maxlength: '32', 'aria-label': t('me.nickname') });
    const file = h('input', { type: 'file', accept: 'image/*', 'aria-label': t('me.picture') });
    file.onchange = () => file.files[0] && void ctx.running(() => changePicture(file.files[0]));
    return element.replaceChildren(
      h(
        'div',
        { class: 'row' },
        avatarUrl ? h('img', { class: 'avatar', src: avatarUrl, alt: '' }) : '',
        name,
        ctx.button(t('me.save'), () => changeName(name.value.trim()), 'tiny'),
      ),
      h('label', { class: 'field' }, t('me.picture'), file),
      phone ? h('p', { class: 'small quiet' }, phone) : '',
      h('h3', {}, t('me.addresses')),
      h(
        'ul',
        { class: 'addresses' },
        addresses.length > 0 ? addresses.map(addressRow) : h('li', { class: 'small quiet' }, t('me.noAddress')),
      ),
      ctx.button(t('me.addAddress'), addAddress, 'tiny'),
      ctx.button(t('coupons.mine'), async () => ctx.go('coupons'), 'wide', { picture: 'ticket' }),
      h('p', { class: 'small quiet mono' }, id),
      ctx.button(t('me.logOut'), () => shopper.signOut().then(() => (ctx.drawPeople(), draw())), 'wide'),
    );
  }

  return { title: t('me.title'), element, open: draw };
}
