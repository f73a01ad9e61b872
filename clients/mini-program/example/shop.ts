import { createShop, isShopError, wxPlatform } from 'jishi-mini-program';
import { BASE_URL, SIMULATOR_URL } from './settings';
import { withSimulatedWechat } from './simulated-wechat';

const platform = wxPlatform(wx);

export const shop = createShop({
  baseUrl: BASE_URL,
  platform: SIMULATOR_URL === '' ? platform : withSimulatedWechat(platform, SIMULATOR_URL),
});

/** Runs what a tap began, and shows what went wrong with it. */
export async function showing(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isShopError(error)) throw error;
    console.warn(error.kind, error.code, error.requestId, error.data);
    wx.showToast({ title: error.message, icon: 'none', duration: 2500 });
  }
}
