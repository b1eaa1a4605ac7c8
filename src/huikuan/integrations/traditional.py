"""Column names in traditional characters (發票號, 對方戶名) as the simplified names our lists hold.

Only the characters of column names are mapped, so that no dictionary is loaded in the parser's child process.
"""

_TRADITIONAL = (
    "萬業個買爭億價會餘債內冊衝淨憑劃創別辦務區單參發號後員國場備寶實對屬幣帳庫應開當錄態總戶擴據攤數時機條來構櫃標匯點狀電碼種稱"
    "稅簡類紅約級納組細織經結統編職聯補計訂認議訊記證識話詳說請負責賬貨購貸資賒轉進遲郵採銀銷門間際項預領題額齡説戸沖"
)
_SIMPLIFIED = (
    "万业个买争亿价会余债内册冲净凭划创别办务区单参发号后员国场备宝实对属币帐库应开当录态总户扩据摊数时机条来构柜标汇点状电码种称"
    "税简类红约级纳组细织经结统编职联补计订认议讯记证识话详说请负责账货购贷资赊转进迟邮采银销门间际项预领题额龄说户冲"
)
_MAP = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified_name(*, text: str) -> str:
    """Return a column name with its traditional characters simplified; amounts and customers' names never pass here."""
    return text if text.isascii() else text.translate(_MAP)
