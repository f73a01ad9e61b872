// Made by `npm run client:types` from the OpenAPI document: do not edit.

export interface paths {
  '/auth/wechat/login': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Sign in with the code of wx.login
     * @description Business codes: 1101, 1107, 6001, 6002.
     */
    post: operations['AuthController_login'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/auth/token/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Trade a refresh token for new tokens
     * @description Business codes: 1104, 1105.
     */
    post: operations['AuthController_refresh'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/auth/logout': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Revoke the current session
     * @description Business codes: 1102, 1103.
     */
    post: operations['AuthController_logout'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/auth/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Where I am signed in
     * @description Business codes: 1102, 1103.
     */
    get: operations['SessionsController_list'];
    put?: never;
    post?: never;
    /**
     * Sign out everywhere but here
     * @description Business codes: 1102, 1103.
     */
    delete: operations['SessionsController_revokeOthers'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/auth/sessions/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Sign one device out
     * @description Business codes: 1102, 1103.
     */
    delete: operations['SessionsController_revoke'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/me/wechat-data': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Decrypt what WeChat gave a page about you; 1004: sign in again
     * @description Business codes: 1004.
     */
    post: operations['WechatDataController_open'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Your profile
     * @description Business codes: 1001.
     */
    get: operations['ProfileController_show'];
    /**
     * Change your nickname or picture
     * @description Business codes: 1001, 6003.
     */
    put: operations['ProfileController_update'];
    post?: never;
    /**
     * Erase you: for good, and at once
     * @description Business codes: 1001, 1005.
     */
    delete: operations['PersonalDataController_erase'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/me/phone': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Bind the phone number WeChat knows of you
     * @description Business codes: 1001, 1003, 1006, 6001, 6002.
     */
    post: operations['ProfileController_phone'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/me/addresses': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Your addresses, newest first */
    get: operations['AddressesController_list'];
    put?: never;
    /**
     * Add an address
     * @description Business codes: 409, 1001.
     */
    post: operations['AddressesController_add'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/me/addresses/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One of your addresses
     * @description Business codes: 1002.
     */
    get: operations['AddressesController_show'];
    /**
     * Change the named fields of an address
     * @description Business codes: 1001, 1002.
     */
    put: operations['AddressesController_change'];
    post?: never;
    /**
     * Remove an address
     * @description Business codes: 1001, 1002.
     */
    delete: operations['AddressesController_remove'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/me/consents': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** What you have agreed to and refused */
    get: operations['ConsentsController_list'];
    /**
     * Agree or refuse, for the purposes named
     * @description Business codes: 409, 1001.
     */
    put: operations['ConsentsController_record'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/users/me/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Everything that is held about you
     * @description Business codes: 1001.
     */
    get: operations['PersonalDataController_export'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/categories': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Categories in the order in which the shop shows them: all of them, without a limit */
    get: operations['ShelfController_categories'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/catalog/revision': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Which catalogue this is: a number that rises with each write of staff, and not with units for sale */
    get: operations['ShelfController_revision'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/catalog/snapshots/{revision}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** All that is on the shelf at the present revision, 100 products a page, newest first; it may be kept for good */
    get: operations['ShelfController_snapshot'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/products': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Products on the shelf, newest first; `q` searches names and descriptions */
    get: operations['ShelfController_products'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/products/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A product on the shelf
     * @description Business codes: 2001.
     */
    get: operations['ShelfController_product'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/orders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** My orders */
    get: operations['OrdersController_list'];
    put?: never;
    /**
     * Place an order; its stock is reserved
     * @description Business codes: 1002, 2002, 2003, 3001, 4003, 4004, 4005, 4006, 4007, 6003, 7107, 7108, 7109, 7110, 7111, 7112.
     */
    post: operations['OrdersController_place'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/orders/quote': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * What an order would cost now, and which of my coupons fit, the best first; nothing is reserved
     * @description Business codes: 2002, 2003, 7107, 7108, 7109, 7110, 7111, 7112.
     */
    post: operations['OrdersController_quote'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/orders/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One of my orders
     * @description Business codes: 4001.
     */
    get: operations['OrdersController_get'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/orders/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Cancel an unpaid order; asking twice is harmless
     * @description Business codes: 4001, 4002.
     */
    post: operations['OrdersController_cancel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/orders/{id}/receipt': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * The goods have arrived; asking twice is harmless
     * @description Business codes: 4001, 4002.
     */
    post: operations['OrdersController_receive'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/orders/{id}/refunds': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Ask for money back
     * @description Business codes: 409, 4001, 4002, 4003, 4004, 4005, 5003.
     */
    post: operations['OrdersController_refund'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/orders/{id}/payment': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Arguments of wx.requestPayment for an unpaid order; asking again is harmless
     * @description Business codes: 4001, 4002, 5002, 6001, 6002.
     */
    post: operations['PaymentsController_start'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/orders/{id}/payment/sync': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Ask WeChat Pay whether the order is paid; to be called on return from payment
     * @description Business codes: 4001, 6001, 6002.
     */
    post: operations['PaymentsController_sync'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/uploads': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Upload a picture: JPEG, PNG, WebP or GIF, at most 2 MB
     * @description Business codes: 1001.
     */
    post: operations['UploadsController_upload'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/uploads/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A picture; who has its address may see it. `size`: a smaller one, as soon as it is drawn */
    get: operations['UploadsController_show'];
    put?: never;
    post?: never;
    /** Delete a picture of your own */
    delete: operations['UploadsController_remove'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/cart': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** My cart, at the names, prices and stock of this moment */
    get: operations['CartController_show'];
    put?: never;
    post?: never;
    /** Empty the cart */
    delete: operations['CartController_clear'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/cart/lines': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Put something in, added to what is there
     * @description Business codes: 1001, 2002, 2003, 4003, 4004, 4005, 7002, 7003.
     */
    post: operations['CartController_add'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/cart/lines/{skuId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Change the named fields of a line
     * @description Business codes: 7001.
     */
    put: operations['CartController_change'];
    post?: never;
    /**
     * Take a line out
     * @description Business codes: 7001.
     */
    delete: operations['CartController_remove'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/cart/selection': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Select lines, or no longer
     * @description Business codes: 7001.
     */
    put: operations['CartController_select'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/cart/merge': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Add what was collected on the phone before signing in
     * @description Business codes: 1001, 4003, 4004, 4005.
     */
    post: operations['CartController_merge'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/cart/orders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Order lines of the cart, as many units as are there
     * @description Business codes: 1002, 2002, 2003, 3001, 4003, 4004, 4005, 4006, 4007, 6003, 7001, 7107, 7108, 7109, 7110, 7111, 7112.
     */
    post: operations['CartController_order'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/coupon-templates': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Coupons that can be claimed now */
    get: operations['CouponsController_claimable'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/coupon-templates/{id}/claim': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Claim a coupon
     * @description Business codes: 1001, 4003, 4004, 4005, 7101, 7102, 7103, 7104, 7105.
     */
    post: operations['CouponsController_claim'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/coupons': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** My coupons */
    get: operations['CouponsController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/flash-prices': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Flash prices, running and coming */
    get: operations['FlashPricesController_running'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    Order: {
      id: string;
      /** @enum {string} */
      status: 'CREATED' | 'PAID' | 'SHIPPED' | 'COMPLETED' | 'CANCELLED' | 'REFUNDED';
      items: {
        skuId: string;
        productName: string;
        skuName: string;
        imageUrl: string;
        unitPriceFen: number;
        quantity: number;
        subtotalFen: number;
        /** @description What is taken off the subtotal: its share of the discount of the order */
        discountFen: number;
      }[];
      goodsFen: number;
      freightFen: number;
      discountFen: number;
      totalFen: number;
      address: {
        recipient: string;
        phone: string;
        province: string;
        city: string;
        district: string;
        detail: string;
        postalCode: string | null;
      } | null;
      remark: string | null;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      expiresAt: string;
      paidAt: string | null;
      shippedAt: string | null;
      completedAt: string | null;
      cancelledAt: string | null;
      cancelReason: ('customer' | 'timeout' | 'staff' | 'erased') | null;
      shipment: {
        carrier: string;
        trackingNo: string;
        /** Format: date-time */
        at: string;
      } | null;
      refunds: components['schemas']['Refund'][];
    };
    Refund: {
      id: string;
      /** @enum {string} */
      status: 'REQUESTED' | 'APPROVED' | 'PROCESSING' | 'SUCCEEDED' | 'FAILED' | 'REJECTED';
      amountFen: number;
      reason: string;
      /** Format: date-time */
      createdAt: string;
    };
    OrderQuote: {
      items: {
        skuId: string;
        unitPriceFen: number;
        quantity: number;
        subtotalFen: number;
        discountFen: number;
      }[];
      goodsFen: number;
      freightFen: number;
      discountFen: number;
      totalFen: number;
      coupons: {
        id: string;
        name: string;
        /** @description Freight included */
        offFen: number;
        /** Format: date-time */
        validUntil: string;
      }[];
    };
    PaymentArguments: {
      /** @description Seconds since the epoch */
      timeStamp: string;
      nonceStr: string;
      package: string;
      /** @enum {string} */
      signType: 'RSA';
      paySign: string;
    };
    Cart: {
      lines: {
        skuId: string;
        productId: string | null;
        productName: string | null;
        skuName: string | null;
        imageUrl: string | null;
        /** @description Now; null when the SKU is gone, as its names are */
        priceFen: number | null;
        /** @description When some of it was last put in */
        addedPriceFen: number;
        quantity: number;
        selected: boolean;
        /**
         * @description short: fewer are left than are in the cart; gone: the SKU was deleted
         * @enum {string}
         */
        state: 'orderable' | 'short' | 'sold-out' | 'off-shelf' | 'gone';
        /** @description Units for sale */
        available: number;
        /** Format: date-time */
        addedAt: string;
      }[];
      /** @description Of the lines that are selected and orderable */
      selected: {
        lines: number;
        quantity: number;
        goodsFen: number;
      };
    };
    ClaimableCoupon: {
      id: string;
      name: string;
      benefit:
        | {
            /** @enum {string} */
            type: 'amount';
            offFen: number;
          }
        | {
            /** @enum {string} */
            type: 'percent';
            percentOff: number;
            capFen: number | null;
          }
        | {
            /** @enum {string} */
            type: 'free-freight';
          };
      thresholdFen: number;
      scope:
        | {
            /** @enum {string} */
            type: 'all';
          }
        | {
            /** @enum {string} */
            type: 'categories';
            ids: string[];
          }
        | {
            /** @enum {string} */
            type: 'products';
            ids: string[];
          };
      validity:
        | {
            /** @enum {string} */
            type: 'fixed';
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            until: string;
          }
        | {
            /** @enum {string} */
            type: 'days';
            days: number;
          };
      shopperLimit: number;
      /** Format: date-time */
      claimUntil: string;
      left: number;
      /** @description How many of them I have claimed */
      mine: number;
    };
    Coupon: {
      id: string;
      templateId: string;
      name: string;
      benefit:
        | {
            /** @enum {string} */
            type: 'amount';
            offFen: number;
          }
        | {
            /** @enum {string} */
            type: 'percent';
            percentOff: number;
            capFen: number | null;
          }
        | {
            /** @enum {string} */
            type: 'free-freight';
          };
      thresholdFen: number;
      scope:
        | {
            /** @enum {string} */
            type: 'all';
          }
        | {
            /** @enum {string} */
            type: 'categories';
            ids: string[];
          }
        | {
            /** @enum {string} */
            type: 'products';
            ids: string[];
          };
      /** Format: date-time */
      validFrom: string;
      /** Format: date-time */
      validUntil: string;
      /** @enum {string} */
      status: 'UNUSED' | 'USED' | 'EXPIRED';
      orderId: string | null;
      /** Format: date-time */
      claimedAt: string;
      usedAt: string | null;
    };
    FlashPrice: {
      id: string;
      skuId: string;
      priceFen: number;
      /** Format: date-time */
      startsAt: string;
      /** Format: date-time */
      endsAt: string;
      running: boolean;
      /** @description Units still to be had at this price */
      left: number;
      shopperLimit: number | null;
    };
    Failure: {
      /** @description The HTTP status, or a business code */
      code: number;
      message: string;
      /** @description Facts for the client */
      data: Record<string, never> | null;
      requestId: string;
      /** @description What is wrong with the shape of the request */
      errors?: {
        path: string;
        message: string;
      }[];
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  AuthController_login: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          code: string;
        };
      };
    };
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              /** @enum {string} */
              tokenType: 'Bearer';
              accessToken: string;
              expiresIn: number;
              refreshToken: string;
              refreshExpiresIn: number;
              user: {
                id: string;
                nickname: string;
                avatarUrl: string;
                phone: string | null;
                isNew: boolean;
              };
            };
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1101) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1101;
          };
        };
      };
      /** @description Not allowed (1107) */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 403 | 1107;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon (6001, 6002) */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503 | 6001 | 6002;
          };
        };
      };
    };
  };
  AuthController_refresh: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          refreshToken: string;
        };
      };
    };
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              /** @enum {string} */
              tokenType: 'Bearer';
              accessToken: string;
              expiresIn: number;
              refreshToken: string;
              refreshExpiresIn: number;
            };
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1104, 1105) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1104 | 1105;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  AuthController_logout: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: null;
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  SessionsController_list: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              items: {
                id: string;
                /** Format: date-time */
                createdAt: string;
                /** Format: date-time */
                lastSeenAt: string;
                userAgent: string;
                ip: string;
                current: boolean;
              }[];
            };
            requestId: string;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  SessionsController_revokeOthers: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: null;
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  SessionsController_revoke: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: null;
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  WechatDataController_open: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          encryptedData: string;
          iv: string;
          rawData?: string;
          /** @description sha1(rawData + session_key), hexadecimal */
          signature?: string;
        };
      };
    };
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            /** @description As WeChat encrypted it, watermark included */
            data: {
              [key: string]: unknown;
            };
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description The request cannot be processed (1004) */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 422 | 1004;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  ProfileController_show: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              id: string;
              nickname: string;
              avatarUrl: string;
              /** @description Masked: 138****8000 */
              phone: string | null;
              /** Format: date-time */
              createdAt: string;
            };
            requestId: string;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1001;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  ProfileController_update: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          nickname?: string;
          /** @description https, a file uploaded here, or empty for none */
          avatarUrl?: string;
        };
      };
    };
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              id: string;
              nickname: string;
              avatarUrl: string;
              /** @description Masked: 138****8000 */
              phone: string | null;
              /** Format: date-time */
              createdAt: string;
            };
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1001;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description The request cannot be processed (6003) */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 422 | 6003;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  PersonalDataController_erase: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: null;
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1001;
          };
        };
      };
      /** @description Conflicts with the present state (1005) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 1005;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  ProfileController_phone: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description From the getPhoneNumber button */
          code: string;
        };
      };
    };
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              id: string;
              nickname: string;
              avatarUrl: string;
              /** @description Masked: 138****8000 */
              phone: string | null;
              /** Format: date-time */
              createdAt: string;
            };
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1001;
          };
        };
      };
      /** @description Conflicts with the present state (1003) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 1003;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description The request cannot be processed (1006) */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 422 | 1006;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon (6001, 6002) */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503 | 6001 | 6002;
          };
        };
      };
    };
  };
  AddressesController_list: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              items: {
                id: string;
                recipient: string;
                phone: string;
                province: string;
                city: string;
                district: string;
                detail: string;
                postalCode: string | null;
                isDefault: boolean;
              }[];
            };
            requestId: string;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  AddressesController_add: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          recipient: string;
          phone: string;
          province: string;
          city: string;
          district: string;
          detail: string;
          postalCode?: string | null;
          isDefault?: boolean;
        };
      };
    };
    responses: {
      /** @description Success */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              id: string;
              recipient: string;
              phone: string;
              province: string;
              city: string;
              district: string;
              detail: string;
              postalCode: string | null;
              isDefault: boolean;
            };
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1001;
          };
        };
      };
      /** @description Conflicts with the present state */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  AddressesController_show: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              id: string;
              recipient: string;
              phone: string;
              province: string;
              city: string;
              district: string;
              detail: string;
              postalCode: string | null;
              isDefault: boolean;
            };
            requestId: string;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1002) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1002;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  AddressesController_change: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          recipient?: string;
          phone?: string;
          province?: string;
          city?: string;
          district?: string;
          detail?: string;
          postalCode?: string | null;
          isDefault?: boolean;
        };
      };
    };
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              id: string;
              recipient: string;
              phone: string;
              province: string;
              city: string;
              district: string;
              detail: string;
              postalCode: string | null;
              isDefault: boolean;
            };
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1001, 1002) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1001 | 1002;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  AddressesController_remove: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: null;
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1001, 1002) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1001 | 1002;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  ConsentsController_list: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              items: {
                purpose: string;
                version: string;
                granted: boolean;
                scene: string | null;
                /** Format: date-time */
                at: string;
              }[];
            };
            requestId: string;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  ConsentsController_record: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          items: {
            /** @description What the data is used for */
            purpose: string;
            /** @description Of the text that was shown */
            version: string;
            granted: boolean;
            /** @description Where it was asked, e.g. login */
            scene?: string | null;
          }[];
        };
      };
    };
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              items: {
                purpose: string;
                version: string;
                granted: boolean;
                scene: string | null;
                /** Format: date-time */
                at: string;
              }[];
            };
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1001;
          };
        };
      };
      /** @description Conflicts with the present state */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  PersonalDataController_export: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            /** @description Sections by name, each a list of records. An answer that breaks off is not whole: ask again */
            data: {
              /** Format: date-time */
              exportedAt: string;
            } & {
              [key: string]: {
                [key: string]: unknown;
              }[];
            };
            requestId: string;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1001;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  ShelfController_categories: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              items: {
                id: string;
                name: string;
                sort: number;
              }[];
              nextCursor: string | null;
            };
            requestId: string;
          };
        };
      };
      /** @description Not changed: `If-None-Match` names what it is now */
      304: {
        headers: {
          /** @description What it is now */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  ShelfController_revision: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              /** @description Rises with each write of the catalogue */
              revision: number;
            };
            requestId: string;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  ShelfController_snapshot: {
    parameters: {
      query?: {
        cursor?: string;
      };
      header?: never;
      path: {
        revision: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              revision: number;
              /**
               * Format: date-time
               * @description When the units for sale were read; all else is what it is for good
               */
              at: string;
              /** @description All of them in their order, on the first page alone */
              categories?: {
                id: string;
                name: string;
                sort: number;
              }[];
              items: {
                id: string;
                name: string;
                description: string;
                imageUrl: string;
                categoryId: string;
                /** @description The lowest price of its SKUs on the shelf */
                priceFen: number;
                skus: {
                  id: string;
                  name: string;
                  attributes: {
                    [key: string]: string;
                  };
                  priceFen: number;
                  /** @description Units for sale; may be 2 s old */
                  available: number;
                }[];
              }[];
              nextCursor: string | null;
            };
            requestId: string;
          };
        };
      };
      /** @description Not changed: `If-None-Match` names what it is now */
      304: {
        headers: {
          /** @description What it is now */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Not found */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  ShelfController_products: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        categoryId?: string;
        q?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              items: {
                id: string;
                name: string;
                description: string;
                imageUrl: string;
                categoryId: string;
                /** @description The lowest price of its SKUs on the shelf */
                priceFen: number;
                skus: {
                  id: string;
                  name: string;
                  attributes: {
                    [key: string]: string;
                  };
                  priceFen: number;
                  /** @description Units for sale; may be 2 s old */
                  available: number;
                }[];
              }[];
              nextCursor: string | null;
            };
            requestId: string;
          };
        };
      };
      /** @description Not changed: `If-None-Match` names what it is now */
      304: {
        headers: {
          /** @description What it is now */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  ShelfController_product: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              id: string;
              name: string;
              description: string;
              imageUrl: string;
              categoryId: string;
              /** @description The lowest price of its SKUs on the shelf */
              priceFen: number;
              skus: {
                id: string;
                name: string;
                attributes: {
                  [key: string]: string;
                };
                priceFen: number;
                /** @description Units for sale; may be 2 s old */
                available: number;
              }[];
            };
            requestId: string;
          };
        };
      };
      /** @description Not changed: `If-None-Match` names what it is now */
      304: {
        headers: {
          /** @description What it is now */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Not found (2001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 2001;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  OrdersController_list: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        status?: 'CREATED' | 'PAID' | 'SHIPPED' | 'COMPLETED' | 'CANCELLED' | 'REFUNDED';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              items: components['schemas']['Order'][];
              nextCursor: string | null;
            };
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  OrdersController_place: {
    parameters: {
      query?: never;
      header: {
        'Idempotency-Key': string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          items: {
            skuId: string;
            quantity: number;
          }[];
          /** @description Without one the default address; without a default none */
          addressId?: string | null;
          remark?: string | null;
          couponId?: string | null;
          /** @description What the shopper saw; another total is refused with 4007 */
          expectedTotalFen?: number | null;
        };
      };
    };
    responses: {
      /** @description Success */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: components['schemas']['Order'];
            requestId: string;
          };
        };
      };
      /** @description The request is not valid (4003) */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400 | 4003;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1002, 2002, 7107, 7108, 7109, 7110, 7111, 7112) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1002 | 2002 | 7107 | 7108 | 7109 | 7110 | 7111 | 7112;
          };
        };
      };
      /** @description Conflicts with the present state (2003, 3001, 4005, 4006, 4007, 7107, 7108, 7109, 7110, 7111, 7112) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 2003 | 3001 | 4005 | 4006 | 4007 | 7107 | 7108 | 7109 | 7110 | 7111 | 7112;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description The request cannot be processed (4004, 6003, 7107, 7108, 7109, 7110, 7111, 7112) */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 422 | 4004 | 6003 | 7107 | 7108 | 7109 | 7110 | 7111 | 7112;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  OrdersController_quote: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          items: {
            skuId: string;
            quantity: number;
          }[];
          couponId?: string | null;
        };
      };
    };
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: components['schemas']['OrderQuote'];
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (2002, 7107, 7108, 7109, 7110, 7111, 7112) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 2002 | 7107 | 7108 | 7109 | 7110 | 7111 | 7112;
          };
        };
      };
      /** @description Conflicts with the present state (2003, 7107, 7108, 7109, 7110, 7111, 7112) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 2003 | 7107 | 7108 | 7109 | 7110 | 7111 | 7112;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description The request cannot be processed (7107, 7108, 7109, 7110, 7111, 7112) */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 422 | 7107 | 7108 | 7109 | 7110 | 7111 | 7112;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  OrdersController_get: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: components['schemas']['Order'];
            requestId: string;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (4001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 4001;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  OrdersController_cancel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: components['schemas']['Order'];
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (4001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 4001;
          };
        };
      };
      /** @description Conflicts with the present state (4002) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 4002;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  OrdersController_receive: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: components['schemas']['Order'];
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (4001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 4001;
          };
        };
      };
      /** @description Conflicts with the present state (4002) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 4002;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  OrdersController_refund: {
    parameters: {
      query?: never;
      header: {
        'Idempotency-Key': string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          reason: string;
          /** @description Without it all that is left */
          amountFen?: number | null;
        };
      };
    };
    responses: {
      /** @description Success */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: components['schemas']['Refund'];
            requestId: string;
          };
        };
      };
      /** @description The request is not valid (4003) */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400 | 4003;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (4001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 4001;
          };
        };
      };
      /** @description Conflicts with the present state (4002, 4005, 5003) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 4002 | 4005 | 5003;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description The request cannot be processed (4004) */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 422 | 4004;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  PaymentsController_start: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: components['schemas']['PaymentArguments'];
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (4001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 4001;
          };
        };
      };
      /** @description Conflicts with the present state (4002, 5002) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 4002 | 5002;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon (6001, 6002) */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503 | 6001 | 6002;
          };
        };
      };
    };
  };
  PaymentsController_sync: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: components['schemas']['Order'];
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (4001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 4001;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon (6001, 6002) */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503 | 6001 | 6002;
          };
        };
      };
    };
  };
  UploadsController_upload: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'multipart/form-data': {
          /** Format: binary */
          file: string;
        };
      };
    };
    responses: {
      /** @description Success */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              url: string;
            };
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1001;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  UploadsController_show: {
    parameters: {
      query?: {
        size?: '200' | '800';
      };
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'image/png': string;
          'image/jpeg': string;
        };
      };
      /** @description Not changed: `If-None-Match` names what it is now */
      304: {
        headers: {
          /** @description What it is now */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Not found */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404;
          };
        };
      };
      /** @description Too many requests, try again later */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  UploadsController_remove: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: null;
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  CartController_show: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: components['schemas']['Cart'];
            requestId: string;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  CartController_clear: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: null;
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  CartController_add: {
    parameters: {
      query?: never;
      header?: {
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          skuId: string;
          quantity: number;
        };
      };
    };
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: components['schemas']['Cart'];
            requestId: string;
          };
        };
      };
      /** @description The request is not valid (4003) */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400 | 4003;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1001, 2002, 7002, 7003) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1001 | 2002 | 7002 | 7003;
          };
        };
      };
      /** @description Conflicts with the present state (2003, 4005, 7002, 7003) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 2003 | 4005 | 7002 | 7003;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description The request cannot be processed (4004, 7002, 7003) */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 422 | 4004 | 7002 | 7003;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  CartController_change: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        skuId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          quantity?: number;
          selected?: boolean;
        };
      };
    };
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: components['schemas']['Cart'];
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (7001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 7001;
          };
        };
      };
      /** @description Conflicts with the present state (7001) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 7001;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description The request cannot be processed (7001) */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 422 | 7001;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  CartController_remove: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        skuId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: null;
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (7001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 7001;
          };
        };
      };
      /** @description Conflicts with the present state (7001) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 7001;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description The request cannot be processed (7001) */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 422 | 7001;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  CartController_select: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          selected: boolean;
          /** @description Without it all of the cart */
          skuIds?: string[];
        };
      };
    };
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: components['schemas']['Cart'];
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (7001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 7001;
          };
        };
      };
      /** @description Conflicts with the present state (7001) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 7001;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description The request cannot be processed (7001) */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 422 | 7001;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  CartController_merge: {
    parameters: {
      query?: never;
      header: {
        'Idempotency-Key': string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          lines: {
            skuId: string;
            quantity: number;
            /** @description true by default */
            selected?: boolean;
          }[];
        };
      };
    };
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              cart: components['schemas']['Cart'];
              /** @description Lines that were not taken: 2002, 2003, 7002 or 7003 */
              refused: {
                skuId: string;
                quantity: number;
                code: number;
              }[];
            };
            requestId: string;
          };
        };
      };
      /** @description The request is not valid (4003) */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400 | 4003;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1001) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1001;
          };
        };
      };
      /** @description Conflicts with the present state (4005) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 4005;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description The request cannot be processed (4004) */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 422 | 4004;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  CartController_order: {
    parameters: {
      query?: never;
      header: {
        'Idempotency-Key': string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description Without one the default address; without a default none */
          addressId?: string | null;
          remark?: string | null;
          couponId?: string | null;
          /** @description What the shopper saw; another total is refused with 4007 */
          expectedTotalFen?: number | null;
          skuIds: string[];
        };
      };
    };
    responses: {
      /** @description Success */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: components['schemas']['Order'];
            requestId: string;
          };
        };
      };
      /** @description The request is not valid (4003) */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400 | 4003;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1002, 2002, 7001, 7107, 7108, 7109, 7110, 7111, 7112) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1002 | 2002 | 7001 | 7107 | 7108 | 7109 | 7110 | 7111 | 7112;
          };
        };
      };
      /** @description Conflicts with the present state (2003, 3001, 4005, 4006, 4007, 7001, 7107, 7108, 7109, 7110, 7111, 7112) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 2003 | 3001 | 4005 | 4006 | 4007 | 7001 | 7107 | 7108 | 7109 | 7110 | 7111 | 7112;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description The request cannot be processed (4004, 6003, 7001, 7107, 7108, 7109, 7110, 7111, 7112) */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 422 | 4004 | 6003 | 7001 | 7107 | 7108 | 7109 | 7110 | 7111 | 7112;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  CouponsController_claimable: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              items: components['schemas']['ClaimableCoupon'][];
              nextCursor: string | null;
            };
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  CouponsController_claim: {
    parameters: {
      query?: never;
      header: {
        'Idempotency-Key': string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: components['schemas']['Coupon'];
            requestId: string;
          };
        };
      };
      /** @description The request is not valid (4003) */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400 | 4003;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Not found (1001, 7101, 7102, 7103, 7104, 7105) */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 404 | 1001 | 7101 | 7102 | 7103 | 7104 | 7105;
          };
        };
      };
      /** @description Conflicts with the present state (4005, 7101, 7102, 7103, 7104, 7105) */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 409 | 4005 | 7101 | 7102 | 7103 | 7104 | 7105;
          };
        };
      };
      /** @description The request is too large */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 413;
          };
        };
      };
      /** @description Unsupported content type */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 415;
          };
        };
      };
      /** @description The request cannot be processed (4004, 7101, 7102, 7103, 7104, 7105) */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 422 | 4004 | 7101 | 7102 | 7103 | 7104 | 7105;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  CouponsController_list: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        status?: 'UNUSED' | 'USED' | 'EXPIRED';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              items: components['schemas']['Coupon'][];
              nextCursor: string | null;
            };
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Sign in first (1102, 1103) */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 401 | 1102 | 1103;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
  FlashPricesController_running: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Success */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            /** @enum {number} */
            code: 200;
            message: string;
            data: {
              items: components['schemas']['FlashPrice'][];
              nextCursor: string | null;
            };
            requestId: string;
          };
        };
      };
      /** @description The request is not valid */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 400;
          };
        };
      };
      /** @description Too many requests: wait for Retry-After seconds */
      429: {
        headers: {
          /** @description Seconds to wait */
          'Retry-After'?: number;
          /** @description Requests a client may send in a window */
          'RateLimit-Limit'?: number;
          /** @description Requests left in this window */
          'RateLimit-Remaining'?: number;
          /** @description Seconds until the window ends */
          'RateLimit-Reset'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 429;
          };
        };
      };
      /** @description The request headers are too large */
      431: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 431;
          };
        };
      };
      /** @description Temporarily unavailable, try again soon */
      503: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Failure'] & {
            /** @enum {unknown} */
            code?: 503;
          };
        };
      };
    };
  };
}
