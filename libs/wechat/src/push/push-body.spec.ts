import { readPushBody } from './push-body.js';

describe('the body of a push', () => {
  it.each([
    ['CDATA', '<xml><Event><![CDATA[a & <b>]]></Event></xml>', 'a & <b>'],
    ['text with the entities of XML', '<xml><Event>&lt;a&gt; &amp; &quot;b&apos;</Event></xml>', `<a> & "b'`],
    ['digits, as text', '<xml><Event>0012</Event></xml>', '0012'],
    ['a declaration', '<?xml version="1.0" encoding="UTF-8"?>\n<xml><Event>a</Event></xml>', 'a'],
    ['a byte order mark', '\uFEFF<xml><Event>a</Event></xml>', 'a'],
    ['what looks like a DOCTYPE', '<xml><Event><![CDATA[<!DOCTYPE a>&b;]]></Event></xml>', '<!DOCTYPE a>&b;'],
    ['lists', '<xml><Event>a</Event><Event>b</Event></xml>', ['a', 'b']],
    ['levels', '<xml><Event><a>b</a></Event></xml>', { a: 'b' }],
  ])('is read from XML with %s', (_, body, Event) => {
    expect(readPushBody(body)).toEqual({ Event });
  });

  it('is read from JSON', () => {
    expect(readPushBody('{"Event":"a","CreateTime":1}')).toEqual({ Event: 'a', CreateTime: 1 });
  });

  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
  it.each([
    ['a billion laughs', `<!DOCTYPE xml [<!ENTITY l0 "ha">${laughs}]><xml><Event>&l9;</Event></xml>`],
    ['one long entity, often', `<!DOCTYPE xml [<!ENTITY a "${'a'.repeat(9_000)}">]><xml>${'&a;'.repeat(9_000)}</xml>`],
    ['an external entity', '<!DOCTYPE xml [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Event>&a;</Event></xml>'],
    ['an external DTD', '<!DOCTYPE xml SYSTEM "http://127.0.0.1/x.dtd"><xml><Event>a</Event></xml>'],
    ['a DOCTYPE after a declaration', '<?xml version="1.0"?><!DOCTYPE xml><xml><Event>a</Event></xml>'],
    ['an entity nobody declared', '<xml><Event>&a;</Event></xml>'],
    ['20,000 numeric entities', `<xml><Event>${'&#65;'.repeat(20_000)}</Event></xml>`],
    ['an instruction', '<xml><?php echo 1 ?><Event>a</Event></xml>'],
    ['a comment', '<xml><!-- a --><Event>a</Event></xml>'],
    ['a prototype', '<xml><__proto__><Event>a</Event></__proto__></xml>'],
    ['a constructor', '<xml><constructor><prototype><Event>a</Event></prototype></constructor></xml>'],
    ['20,000 levels', `<xml>${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}</xml>`],
    ['20,000 levels without an end', `<xml>${'<a>'.repeat(20_000)}`],
    ['no end', '<xml><Event>a'],
    ['CDATA without an end', `<xml><Event>${'<![CDATA['.repeat(7_000)}`],
    ['tags that cross', '<xml><Event>a</xml></Event>'],
    ['another root', '<Event>a</Event>'],
    ['two roots', '<xml><Event>a</Event></xml><xml><Event>b</Event></xml>'],
    ['nothing in it', '<xml/>'],
    ['nothing but text', '<xml>a</xml>'],
    ['no name', '<>'],
    ['20,000 beginnings', '<'.repeat(20_000)],
  ])('is none when it is XML with %s', (_, body) => {
    expect(readPushBody(body)).toBeNull();
  });

  it.each(['', ' ', 'hello', '[]', 'null', '1', '{"Event":', '['.repeat(60_000), '{"a":'.repeat(10_000)])(
    'is none when it is %.20j',
    (body) => {
      expect(readPushBody(body)).toBeNull();
    },
  );

  it('reaches no prototype', () => {
    const fields = readPushBody('{"__proto__":{"Event":"a"},"constructor":{"prototype":{"Event":"a"}}}');
    expect(fields?.['Event']).toBeUndefined();
    expect(({} as Record<string, unknown>)['Event']).toBeUndefined();
  });
});
