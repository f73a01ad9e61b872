/** Knows again the devices that staff have signed in with. */
export abstract class TrustedDevices {
  /** Id of the device a proof was given to under this name; null for any other proof, and while there is no key to tell. */
  abstract recognise(username: string, proof: string): Promise<string | null>;

  /** A proof for a device that has just signed in under this name; null while there is no key to make one. */
  abstract trust(username: string): Promise<string | null>;
}
