import { createPublicKey, createVerify, createSign } from 'node:crypto';
import { makeSimulatorCredentials, publicKeyOf } from './credentials.js';
import { startWechatSimulator } from './server.js';

describe('starting the simulator', () => {
  it('shares with the shop what the credentials hold', async () => {
    const credentials = await makeSimulatorCredentials();
    expect(credentials.apiV3Key).toHaveLength(32);
    const signature = createSign('sha256').update('message').sign(credentials.merchantPrivateKey);
    expect(createVerify('sha256').update('message').verify(credentials.merchantPublicKey, signature)).toBe(true);
    const simulator = await startWechatSimulator({ port: 0, ...credentials });
    expect(simulator.publicKeyId).toBe(credentials.platformKey.publicKeyId);
    expect(simulator.publicKey).toBe(credentials.platformKey.publicKey);
    await simulator.close();
    await expect(fetch(simulator.url)).rejects.toThrow();
  });

  it('makes a platform key when none is given', async () => {
    const { platformKey, ...credentials } = await makeSimulatorCredentials();
    const simulator = await startWechatSimulator({ port: 0, ...credentials });
    expect(simulator.publicKeyId).toMatch(/^PUB_KEY_ID_\d{28}$/);
    expect(createPublicKey(simulator.publicKey).asymmetricKeyDetails?.modulusLength).toBe(2048);
    expect(simulator.publicKey).not.toBe(publicKeyOf(platformKey.privateKey));
    await simulator.close();
  });

  it('fails when the port is taken or the APIv3 key is not 32 bytes long', async () => {
    const credentials = await makeSimulatorCredentials();
    const simulator = await startWechatSimulator({ port: 0, ...credentials });
    const port = Number(new URL(simulator.url).port);
    await expect(startWechatSimulator({ port, ...credentials })).rejects.toThrow('EADDRINUSE');
    await expect(startWechatSimulator({ port: 0, ...credentials, apiV3Key: 'short' })).rejects.toThrow('32 bytes');
    await expect(startWechatSimulator({ port: 0, ...credentials, timeScale: NaN })).rejects.toThrow('timeScale');
    await simulator.close();
  });
});
