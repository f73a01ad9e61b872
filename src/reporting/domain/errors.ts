import { DomainError } from '#kernel';

export class ReportNotFound extends DomainError {
  constructor() {
    super({ code: 7201, kind: 'not-found', zh: '该日期没有报表', en: 'There is no report of that day' });
  }
}

/** A report of a day that goes on would be wrong a moment later. */
export class DayIsNotOver extends DomainError {
  constructor() {
    super({ code: 7202, kind: 'conflict', zh: '该日期尚未结束', en: 'That day is not over' });
  }
}

/** Orders of that time may have been deleted: what is left would look like all there was. */
export class DayIsTooLongAgo extends DomainError {
  /** @param earliest the first day a report can be made of */
  constructor(earliest: string) {
    super(
      { code: 7203, kind: 'conflict', zh: '该日期过早，无法生成报表', en: 'That day is too long ago' },
      { earliest },
    );
  }
}

export class ReportNotMade extends DomainError {
  constructor() {
    super({ code: 7204, kind: 'conflict', zh: '报表尚未生成', en: 'The report is not made yet' });
  }
}
