interface Message {
  readonly payload: object;
}

export function incompatibilities(earlier: object, later: object, at?: string): string[];
export function incompatibleMessages(
  earlier: { readonly components?: { readonly messages?: Readonly<Record<string, Message>> } },
  later: { readonly components: { readonly messages: Readonly<Record<string, Message>> } },
): string[];
