import { provinceOf } from './province.js';

describe('a province', () => {
  it.each([
    ['浙江省', '浙江省'],
    ['浙江', '浙江省'],
    [' 北京市 ', '北京市'],
    ['内蒙古', '内蒙古自治区'],
    ['新疆维吾尔自治区', '新疆维吾尔自治区'],
    ['黑龙江省', '黑龙江省'],
    ['香港', '香港特别行政区'],
  ])('is known however people write it: %s', (written, name) => expect(provinceOf(written)).toBe(name));

  it.each(['', ' ', '京', '浙', '浙江省王小明', '王小明', '13800138000', 'Zhejiang', '江', '广东西'])(
    'is nothing that may be anything: “%s”',
    (written) => expect(provinceOf(written)).toBeNull(),
  );
});
