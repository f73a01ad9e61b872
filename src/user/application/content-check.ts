/** Whether what shoppers write may be shown to others. Not inside a transaction. */
export abstract class ContentCheck {
  /**
   * Lets the text pass, also when nobody can say what is to be thought of it.
   * @throws ContentRefused
   */
  abstract accept(text: string, account: string): Promise<void>;
}
