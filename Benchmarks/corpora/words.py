"""Vocabulary: enough words of eight languages that text has the byte statistics of mail, and none of its content."""

# ruff: noqa: SIM905 (a list of words is read as text, not as a column of strings)

ENGLISH = """
    the of and to in is that it for was on as with be this have from at by not are or an which you one we all
    can were her has there been if more when will would who so no out up into than them only some could time
    these two may then do first any now such like our over even most after also did many before must through
    years where much your way well down should because each just those people how too little state good very
    make world still see own work men day get here between both life being under never same another know while
    last might us great old year off come since against go came right used take three invoice meeting agenda
    order delivery account release patch review kernel schedule customer support password report quarter budget
    attached regards discount newsletter subscription confirm update security question answer library draft
    minutes travel booking ticket calendar
""".split()

GERMAN = """
    der die das und ist nicht für über Grüße können müssen Straße größer schön Möglichkeit Rückfrage ändern März
    Bestellung Rechnung Anhang Termin Besprechung bitte danke heute morgen gestern Büro Prüfung Übersicht
    natürlich
""".split()

FRENCH_AND_SPANISH = """
    déjà été où façon naïve à côté réunion pièce jointe très bientôt élève hôtel garçon señor mañana niño año
    también más información después próxima cómo qué días atención œuvre cœur reçu envoyé numéro février août
    noël
""".split()

POLISH = """
    proszę dziękuję załącznik spotkanie zamówienie płatność faktura jutro wczoraj święta źródło żółty łąka
    ćwiczenie ósmy głęboki miesiąc państwo również możliwość wiadomość
""".split()

RUSSIAN = """
    это как так было только если когда уже для вот время сказал человек день работа слово место друг вопрос дом
    письмо сообщение договор счёт оплата заказ доставка уважением здравствуйте пожалуйста завтра вчера отчёт
    встреча
""".split()

JAPANESE = """
    お世話になっております 株式会社 会議 日程 変更 ご確認 よろしくお願いいたします 資料 添付 送付
    担当 連絡 請求書 本日 明日 東京 大阪 システム 更新 メール 返信 開発 テスト 結果 報告 注文
    予約
""".split()

CHINESE = """
    您好 请查收 附件 会议 通知 公司 项目 合同 发票 付款 客户 订单 发货 谢谢 北京 上海 技术
    支持 更新 安全 账户 确认 时间 安排 报告 问题 解决 方案 服务
""".split()

KOREAN = """
    안녕하세요 회의 일정 변경 확인 부탁드립니다 첨부 자료 주문 배송 결제 계약 고객 지원 보안
    업데이트 내일 오늘 보고서 질문
""".split()

SYMBOLS = """
    — … “ ” ’ • → ✅ 🎉 📎 €
""".split()

FIRST_NAMES = """
    Ann Bob Carla Dieter Elif Farid Grete Hugo Ines Jan Kofi Lena Mira Noor Olga Pavel Rosa Sami Tove Yuki
""".split()

LAST_NAMES = """
    Adler Baker Costa Dubois Evers Fischer Garcia Hansen Ito Jensen Keller Lopez Moreau Novak Okafor Park Quinn
""".split()

# Only names that are reserved for documents (RFC 2606, RFC 6761).
DOMAINS = """
    example.org example.com example.net mail.example.org lists.example.net mx.example.com shop.example.com
    news.example.org corp.example.net sales.test relay.test uni.example.org
""".split()

LANGUAGES = {
    "en": [(ENGLISH, 1.0)],
    "de": [(ENGLISH, 0.55), (GERMAN, 0.45)],
    "fr": [(ENGLISH, 0.65), (FRENCH_AND_SPANISH, 0.35)],
    "pl": [(ENGLISH, 0.5), (POLISH, 0.5)],
    "symbols": [(ENGLISH, 0.94), (SYMBOLS, 0.06)],
    "ru": [(RUSSIAN, 1.0)],
    "ja": [(JAPANESE, 1.0)],
    "zh": [(CHINESE, 1.0)],
    "ko": [(KOREAN, 1.0)],
}

# Languages that are written without spaces between words.
UNSPACED = {"ja", "zh"}
