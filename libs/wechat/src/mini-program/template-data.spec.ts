import { TemplateValueRefused } from '../errors.js';
import { templateData } from './template-data.js';

const fitted = (field: string, value: string) => templateData({ [field]: value })[field]?.value;

describe('the values of a subscribe message', () => {
  it('carry the name of their field', () => {
    expect(templateData({ thing1: '龙井茶', phrase12: '已付款' })).toEqual({
      thing1: { value: '龙井茶' },
      phrase12: { value: '已付款' },
    });
  });

  it.each([
    ['thing1', '龙'.repeat(20), '龙'.repeat(20)],
    ['thing1', '龙'.repeat(21), `${'龙'.repeat(19)}…`],
    ['thing1', `${'龙'.repeat(18)}🫖🫖`, `${'龙'.repeat(18)}…`],
    ['character_string2', 'A'.repeat(33), 'A'.repeat(32)],
    ['phrase3', '正在为您安排发货', '正在为您安'],
  ])('are cut to what %s takes, between characters', (field, value, kept) => {
    expect(fitted(field, value)).toBe(kept);
  });

  it.each([
    ['amount1', '¥29.90'],
    ['amount1', '1234567890.00元'],
    ['number1', '-12.5'],
    ['number1', '9'.repeat(32)],
    ['name1', '欧阳小明'],
    ['name1', 'Wang Xiao-Ming'],
    ['time1', '2026年1月2日 15:01'],
    ['time1', '15:01'],
    ['date1', '2026年1月2日'],
    ['date1', '2026年01月02日 15:01'],
    ['letter1', 'abc'],
    ['symbol1', '-$'],
    ['phone_number1', '+86-13800138000'],
    ['car_number1', '粤A8Z888'],
  ])('are taken as they are: %s %s', (field, value) => {
    expect(fitted(field, value)).toBe(value);
  });

  it.each([
    ['thing1', ' '],
    ['character_string1', '单号1'],
    ['phrase1', 'paid'],
    ['amount1', '¥12345678901'],
    ['amount1', 'free'],
    ['number1', '9'.repeat(33)],
    ['number1', '1.'],
    ['name1', '一二三四五六七八九十一'],
    ['time1', '2026-01-02 15:01'],
    ['time1', '24:00'],
    ['date1', '2026-01-02'],
    ['letter1', 'a1'],
    ['symbol1', '------'],
    ['phone_number1', '1'.repeat(18)],
    ['car_number1', '粤A8Z888888'],
    ['thing', '龙井茶'],
    ['thing100', '龙井茶'],
    ['unheard_of1', '龙井茶'],
    ['constructor1', '龙井茶'],
  ])('are refused where WeChat would refuse them, and not repeated: %s %s', (field, value) => {
    expect(() => fitted(field, value)).toThrow(TemplateValueRefused);
    expect(() => fitted(field, value)).toThrow(`does not fit ${field}`);
  });
});
