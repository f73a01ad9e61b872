import type { CategoryState } from '../domain/category.js';
import type { ProductState } from '../domain/product.js';
import type { SkuAttributes, SkuState } from '../domain/sku.js';

interface DemoSku extends SkuState {
  readonly initialStock: number;
}

export interface DemoProduct extends ProductState {
  readonly skus: readonly DemoSku[];
}

/** Ids are the same in every demo, and older than any that is made: what is added later stands in front. */
const idOf = (kind: 'CAT' | 'PRD' | 'SKV', number: number) => `01DEM0${kind}${String(number).padStart(17, '0')}`;

const TEA = idOf('CAT', 1);
const HOME = idOf('CAT', 2);
const CLOTHES = idOf('CAT', 3);

export const DEMO_CATEGORIES: readonly CategoryState[] = [
  { id: TEA, name: '茶叶茶具', sort: 1 },
  { id: HOME, name: '家居生活', sort: 2 },
  { id: CLOTHES, name: '服饰配件', sort: 3 },
];

type SkuLine = readonly [name: string, attributes: SkuAttributes, priceFen: number, initialStock: number];

function product(
  number: number,
  categoryId: string,
  name: string,
  description: string,
  lines: readonly SkuLine[],
): DemoProduct {
  const skus = lines.map(([skuName, attributes, priceFen, initialStock], at) => {
    return { id: idOf('SKV', number * 100 + at), name: skuName, attributes, priceFen, initialStock, onShelf: true };
  });
  return { id: idOf('PRD', number), categoryId, name, description, imageUrl: '', onShelf: true, skus };
}

export const DEMO_PRODUCTS: readonly DemoProduct[] = [
  product(1, TEA, '明前龙井绿茶', '清明前手工采摘，豆香清幽，回味甘甜。密封罐装，请冷藏保存。', [
    ['50g 罐装', { 规格: '50g' }, 6_800, 300],
    ['125g 罐装', { 规格: '125g' }, 15_800, 200],
    ['250g 礼盒', { 规格: '250g' }, 29_900, 80],
  ]),
  product(2, TEA, '云南古树普洱熟茶', '勐海古树原料，三年陈放，汤色红浓，口感醇厚。', [
    ['单饼 357g', { 规格: '357g' }, 12_900, 150],
    ['整提 7 饼', { 规格: '357g×7' }, 85_000, 20],
  ]),
  product(3, TEA, '景德镇手绘青花盖碗', '薄胎白瓷，手绘缠枝莲，容量 150ml，每一只的笔触略有不同。', [
    ['单只盖碗', { 容量: '150ml' }, 9_800, 60],
    ['一碗四杯套装', { 容量: '150ml', 件数: '5' }, 19_800, 40],
  ]),
  product(4, HOME, '天然乳胶枕', '泰国乳胶，透气孔设计，枕套可拆洗。', [
    ['低枕 10cm', { 高度: '10cm' }, 15_900, 120],
    ['高枕 12cm', { 高度: '12cm' }, 16_900, 120],
  ]),
  product(5, HOME, '新疆长绒棉浴巾', '阿克苏长绒棉，柔软吸水，不易掉毛。', [
    ['米白', { 颜色: '米白', 尺寸: '70×140cm' }, 5_900, 500],
    ['雾蓝', { 颜色: '雾蓝', 尺寸: '70×140cm' }, 5_900, 500],
    ['豆沙', { 颜色: '豆沙', 尺寸: '70×140cm' }, 5_900, 300],
  ]),
  product(6, HOME, '竹编收纳篮', '安吉毛竹手工编织，打磨光滑不勾丝。', [
    ['小号', { 尺寸: '22×16×12cm' }, 2_900, 400],
    ['中号', { 尺寸: '30×22×15cm' }, 4_200, 300],
    ['大号', { 尺寸: '38×28×18cm' }, 5_600, 200],
  ]),
  product(7, CLOTHES, '重磅纯棉短袖T恤', '260g 重磅精梳棉，圆领宽松版型，久洗不变形。', [
    ['白色 M', { 颜色: '白色', 尺码: 'M' }, 7_900, 200],
    ['白色 L', { 颜色: '白色', 尺码: 'L' }, 7_900, 200],
    ['黑色 M', { 颜色: '黑色', 尺码: 'M' }, 7_900, 200],
    ['黑色 L', { 颜色: '黑色', 尺码: 'L' }, 7_900, 3],
  ]),
  product(8, CLOTHES, '桑蚕丝小方巾', '杭州桑蚕丝斜纹绸，手工卷边，可系颈、系发、系包。', [
    ['荷塘', { 花色: '荷塘', 尺寸: '53×53cm' }, 13_900, 50],
    ['远山', { 花色: '远山', 尺寸: '53×53cm' }, 13_900, 50],
  ]),
];
