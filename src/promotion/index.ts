export {
  type Bargain,
  type Basket,
  type Deal,
  type FittingCoupon,
  type PromotionQuote,
  Promotions,
  type Uses,
} from './application/promotions.js';
export { PromotionModule } from './promotion.module.js';
