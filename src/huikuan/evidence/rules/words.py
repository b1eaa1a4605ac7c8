"""PURE: the fixed words of a bundle of evidence in Chinese and English; the reader of a bundle has no program of ours."""

from __future__ import annotations

from collections.abc import Mapping

CHINESE = "zh-hans"
_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("证据材料", "Evidence"),
    "index": ("证据目录", "Index of evidence"),
    "items": ("债权明细", "Items claimed"),
    "interest": ("逾期利息计算表", "Late-payment interest"),
    "timeline": ("往来与催收经过", "Time line"),
    "hashes": ("文件哈希清单", "Hashes of the files"),
    "checking": ("核验方法", "How to check"),
    "creditor": ("债权人", "Creditor"),
    "debtor": ("债务人", "Debtor"),
    "made_on": ("编制日期", "Made on"),
    "pages": ("第 {0} 页 共 {1} 页", "Page {0} of {1}"),
    "number": ("序号", "No."),
    "kind": ("证据种类", "Kind"),
    "name": ("证据名称", "Document"),
    "dated": ("日期", "Date"),
    "proves": ("证明内容", "What it proves"),
    "law": ("依据", "Article"),
    "about": ("对应单据", "About"),
    "page": ("页码", "Page"),
    "file": ("文件", "File"),
    "invoice": ("单据号", "Document"),
    "due": ("到期日", "Due"),
    "original": ("应收金额", "Amount"),
    "settled": ("已结清", "Settled"),
    "open": ("尚欠", "Open"),
    "written_off": (
        "其中 {0} 已作账务核销，债权仍予保留（账销案存）",
        "of it {0} written off in the books only, still owed",
    ),
    "currency": ("币种", "Currency"),
    "total": ("合计", "Total"),
    "what": ("事项", "What"),
    "who": ("经手人", "Who"),
    "said": ("内容", "In words"),
    "from": ("起", "From"),
    "to": ("止", "Until"),
    "days": ("天数", "Days"),
    "rate": ("利率", "Rate"),
    "rate_year": ("年 {0}%", "{0} % a year"),
    "rate_day": ("日 {0}%", "{0} % a day"),
    "principal": ("本金", "Principal"),
    "minor": ("利息", "Interest"),
    "state": ("状态", "State"),
    "interest_ACCRUED": ("未计收", "Not charged"),
    "interest_PROPOSED": ("拟计收", "Proposed"),
    "interest_CHARGED": ("已计收（{0}）", "Charged ({0})"),
    "of_it_charged": ("其中已计收，另列为单独债权", "Of it charged, items of their own"),
    "tax_code": ("统一社会信用代码", "Tax code"),
    "only_in_zip": ("见压缩包", "in the archive"),
    "check_1": (
        "随附压缩包内的 verify.py 不依赖出具系统：安装 Python 3.8 或更高版本后，在解压目录中运行 python3 verify.py，"
        "即可逐一核验全部文件、存证记录与哈希链。",
        "verify.py in the archive needs no program of ours: with Python 3.8 or newer, run python3 verify.py in the unpacked "
        "folder. It checks every file, every sealed record and the chain of hashes.",
    ),
    "check_2": (
        "此前寄送的对账单上印有当时的链头；核验脚本会确认这些链头均在本证据包的哈希链之中。",
        "Statements of account sent earlier show the head of their day; the script finds these heads in the chain as well.",
    ),
    # kinds
    "CONTRACT": ("合同", "Contract"),
    "PRICE_CONFIRMATION": ("价格确认", "Price confirmation"),
    "DELIVERY": ("送货签收", "Delivery"),
    "ACCEPTANCE": ("验收", "Acceptance"),
    "INVOICE": ("发票", "Invoice"),
    "STATEMENT": ("对账单", "Statement of account"),
    "REMINDERS": ("催收", "Demand for payment"),
    "ACKNOWLEDGEMENT": ("债务确认", "Acknowledgement of the debt"),
    # what a piece proves
    "proves_CONTRACT": ("双方约定及付款条件", "what was agreed and when it is to be paid"),
    "proves_PRICE_CONFIRMATION": ("债务人确认的单价", "the prices the debtor confirmed"),
    "proves_DELIVERY": ("货物已交付并签收", "that the goods were delivered and signed for"),
    "proves_ACCEPTANCE": ("验收合格", "that they were accepted"),
    "proves_INVOICE": ("已开具发票及其金额", "that the invoice was issued, and its amount"),
    "proves_STATEMENT": ("双方账目", "the account between the parties"),
    "proves_REMINDERS": ("债权人已主张权利", "that payment was demanded"),
    "proves_ACKNOWLEDGEMENT": ("债务人确认欠款", "that the debtor acknowledged the debt"),
    # time line
    "CALL": ("电话", "Call"),
    "VISIT": ("拜访", "Visit"),
    "MEETING": ("会谈", "Meeting"),
    "CHAT": ("即时消息", "Chat"),
    "SMS": ("短信", "Text message"),
    "EMAIL": ("邮件", "E-mail"),
    "LETTER": ("函件", "Letter"),
    "PROMISE": ("付款承诺", "Promise to pay"),
    "PAYMENT": ("收到款项", "Payment received"),
    "DUE": ("付款到期", "Payment fell due"),
    "ISSUED": ("开票", "Invoice issued"),
}
ARTICLES: Mapping[str, tuple[str, str]] = {
    "CC": ("《民法典》第{0}条", "Civil Code {0}"),
    "SALES": ("《买卖合同司法解释》第{0}条", "Interpretation on Sales Contracts {0}"),
    "LIMITATION": ("《诉讼时效司法解释》第{0}条", "Interpretation on Limitation {0}"),
    "ESIGN": ("《电子签名法》第{0}条", "Electronic Signature Law {0}"),
    "EBL": ("《企业破产法》第{0}条", "Enterprise Bankruptcy Law {0}"),
    "CPL": ("《民事诉讼法》第{0}条", "Civil Procedure Law {0}"),
    "FS2014-8": ("法释〔2014〕8号第{0}条", "Interpretation 法释〔2014〕8号 {0}"),
    "FS2023-13": ("《合同编通则司法解释》第{0}条", "Interpretation 法释〔2023〕13号 {0}"),
    "D802": ("《保障中小企业款项支付条例》第{0}条", "Regulation on Payments to SMEs {0}"),
}


def word(*, name: str, language: str) -> str:
    """A fixed word in the language of the bundle; the name itself where none is known."""
    chinese, english = _WORDS.get(name, (name, name))
    return chinese if language == CHINESE else english


def article_text(*, article: str, language: str) -> str:
    """An article as it is cited: `CC 623` is 《民法典》第623条."""
    law, _, number = article.partition(" ")
    chinese, english = ARTICLES.get(law, (f"{law} {{0}}", f"{law} {{0}}"))
    return (chinese if language == CHINESE else english).format(number).strip()
