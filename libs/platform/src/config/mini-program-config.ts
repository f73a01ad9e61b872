import type { Config, MessageTemplate } from './config.js';
import { listOf, type Parser } from './parser.js';
import { matching, onOrOff } from './value-parsers.js';
import type { Variables } from './variables.js';

/** What a message can say, and the kinds of fields that take it (WeChat's limits of subscribe messages). */
const KINDS_OF_FACTS: Readonly<Record<string, readonly string[]>> = {
  order: ['character_string'],
  products: ['thing'],
  total: ['amount', 'thing'],
  status: ['phrase', 'thing'],
  time: ['time', 'date'],
  carrier: ['thing'],
  trackingNo: ['character_string'],
};
const OF_ANY_ORDER = ['order', 'products', 'total', 'status', 'time'];
const OF_SHIPPED_ORDERS = [...OF_ANY_ORDER, 'carrier', 'trackingNo'];

const PAGE = '[A-Za-z0-9_-][A-Za-z0-9_/-]{0,127}';
const TEMPLATE = new RegExp(`^([\\w-]{1,64})(?:@(${PAGE}))?:(.+)$`);

export function readMiniProgram(variables: Variables): Config['miniProgram'] {
  return {
    contentCheck: variables.withDefault('WECHAT_CONTENT_CHECK', onOrOff),
    productPage: variables.optional(
      'WECHAT_PRODUCT_PAGE',
      matching(new RegExp(`^${PAGE}$`), 'a page of the mini program such as pages/product/show'),
    ),
    templates: {
      orderPaid: variables.optional('WECHAT_TEMPLATE_ORDER_PAID', template(OF_ANY_ORDER)),
      orderShipped: variables.optional('WECHAT_TEMPLATE_ORDER_SHIPPED', template(OF_SHIPPED_ORDERS)),
      orderRefunded: variables.optional('WECHAT_TEMPLATE_ORDER_REFUNDED', template(OF_ANY_ORDER)),
    },
  };
}

function template(facts: readonly string[]): Parser<MessageTemplate> {
  const fields = listOf(field(facts));
  return {
    expected: `templateId[@page]:field=fact[,…], with ${facts.map(written).join(', ')}, each field once`,
    parse: (text) => {
      const [, id = '', page = null, list = ''] = TEMPLATE.exec(text) ?? [];
      const parsed = id === '' ? undefined : fields.parse(list);
      const names = new Set(parsed?.map((one) => one.field));
      return parsed && names.size === parsed.length ? { id, page, fields: parsed } : undefined;
    },
  };
}

const written = (fact: string) => `${KINDS_OF_FACTS[fact]?.map((kind) => `${kind}1`).join('|') ?? ''}=${fact}`;

function field(facts: readonly string[]): Parser<MessageTemplate['fields'][number]> {
  return {
    expected: 'field=fact',
    parse: (text) => {
      const [, name = '', kind = '', fact = ''] = /^(([a-z_]+?)\d{1,2})=(\w+)$/.exec(text) ?? [];
      return facts.includes(fact) && KINDS_OF_FACTS[fact]?.includes(kind) ? { field: name, fact } : undefined;
    },
  };
}
