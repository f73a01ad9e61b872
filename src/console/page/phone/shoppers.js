import { createShop, wxPlatform } from '/console/page/client/index.js';
import { language, t } from '../texts.js';
import { phoneOf } from './wx.js';

const names = ['xiaohong', 'aming', 'lan', 'dawei', 'yue', 'bo'];
const kept = 'jishi.console.shoppers';

/** A person with a phone: a WeChat user of its own, a client of its own, and with it tokens of its own. */
function createShopper(number) {
  const user = names[number % names.length];
  const shopper = {
    number,
    user,
    /** The profile, once signed in. */
    profile: null,
    isSignedIn: false,
    /** The cart as the shop has shown it last. @type {import('../../../../clients/mini-program/src/index.js').Cart | null} */
    cart: null,
    /** Orders that were placed or looked at here. @type {Set<string>} */
    mine: new Set(),
    /** Screens, the one that is seen last. */
    stack: [{ name: 'home', given: {} }],
    /** What the sheet of WeChat Pay says is to be paid. */
    payingFen: 0,
    /** Asks the person whether to pay; the phone that is seen shows it. @type {() => Promise<boolean>} */
    sheet: async () => false,
    /** @type {import('../../../../clients/mini-program/src/index.js').Shop} */
    shop: null,
    /** Whether there are tokens of an earlier visit. */
    isKnown: () => wx.getStorageSync('jishi.session') !== '',
    /** What they call themselves here, once they have chosen a name. */
    name: () => (shopper.hasName ? shopper.profile.nickname : t(`shopper.${user}`)),
    hasName: false,
  };
  const wx = phoneOf(user, () => shopper.sheet());
  const platform = wxPlatform(wx);
  shopper.speak = () => {
    shopper.shop = createShop({ baseUrl: location.origin, platform, language: language() });
  };
  shopper.speak();
  shopper.know = (profile) => {
    shopper.profile = profile;
    // The name everybody has who has chosen none.
    shopper.hasName = profile.nickname !== '微信用户';
  };
  shopper.signIn = async () => {
    await shopper.shop.auth.logIn();
    await shopper.recall();
  };
  shopper.recall = async () => {
    shopper.know(await shopper.shop.users.me());
    shopper.isSignedIn = true;
    await shopper.readCart();
  };
  shopper.readCart = async () => {
    shopper.cart = await shopper.shop.cart.get();
  };
  shopper.signOut = async () => {
    await shopper.shop.auth.logOut();
    shopper.profile = null;
    shopper.cart = null;
    shopper.hasName = false;
    shopper.isSignedIn = false;
  };
  return shopper;
}

/** Who shops here: one to begin with, six at most, as many as there were when this tab is loaded again. */
export function createShoppers() {
  const count = Math.min(names.length, Number(sessionStorage.getItem(kept)) || 1);
  const all = Array.from({ length: count }, (_, number) => createShopper(number));
  return {
    all,
    get isFull() {
      return all.length === names.length;
    },
    add() {
      const shopper = createShopper(all.length);
      all.push(shopper);
      sessionStorage.setItem(kept, String(all.length));
      return shopper;
    },
    /** A client speaks one language. */
    speak: () => all.forEach((shopper) => shopper.speak()),
  };
}
