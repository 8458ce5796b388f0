import Charsets
import CharsetsTestSupport
import Testing

@testable import CharsetsICU

@Suite struct CharsetDetectorTests {
  /// Sentences written for this test, in the charset that their language was written in.
  @Test(
    "A few lines without a label are recognised",
    arguments: [
      (
        "windows-1251",
        """
        C7 E4 F0 E0 E2 F1 F2 E2 F3 E9 F2 E5 21 20 C2 FB F1 FB EB E0 FE 20 E2 E0 EC 20 EE F2 F7 B8 F2 20 E7 E0 \
        20 EF F0 EE F8 EB FB E9 20 EC E5 F1 FF F6 2E 20 C2 F1 F2 F0 E5 F7 E0 20 EF E5 F0 E5 ED EE F1 E8 F2 F1 \
        FF 20 ED E0 20 E7 E0 E2 F2 F0 E0 2C 20 ED E0 20 E4 E5 F1 FF F2 FC 20 F7 E0 F1 EE E2 20 F3 F2 F0 E0 2E
        """,
        "Здравствуйте! Высылаю вам отчёт за прошлый месяц. Встреча переносится на завтра, на десять часов утра."
      ),
      (
        "koi8-r",
        """
        FA C4 D2 C1 D7 D3 D4 D7 D5 CA D4 C5 21 20 F7 D9 D3 D9 CC C1 C0 20 D7 C1 CD 20 CF D4 DE A3 D4 20 DA C1 \
        20 D0 D2 CF DB CC D9 CA 20 CD C5 D3 D1 C3 2E 20 F7 D3 D4 D2 C5 DE C1 20 D0 C5 D2 C5 CE CF D3 C9 D4 D3 \
        D1 20 CE C1 20 DA C1 D7 D4 D2 C1 2C 20 CE C1 20 C4 C5 D3 D1 D4 D8 20 DE C1 D3 CF D7 20 D5 D4 D2 C1 2E
        """,
        "Здравствуйте! Высылаю вам отчёт за прошлый месяц. Встреча переносится на завтра, на десять часов утра."
      ),
      (
        "iso-8859-2",
        """
        44 7A 69 65 F1 20 64 6F 62 72 79 2C 20 77 20 7A 61 B3 B1 63 7A 6E 69 6B 75 20 70 72 7A 65 73 79 B3 61 \
        6D 20 66 61 6B 74 75 72 EA 20 7A 61 20 75 73 B3 75 67 69 2E 20 50 72 6F 73 7A EA 20 6F 20 70 6F 74 77 \
        69 65 72 64 7A 65 6E 69 65 2C 20 BF 65 20 77 73 7A 79 73 74 6B 6F 20 73 69 EA 20 7A 67 61 64 7A 61 2E
        """,
        "Dzień dobry, w załączniku przesyłam fakturę za usługi. Proszę o potwierdzenie, że wszystko się zgadza."
      ),
      (
        "iso-8859-7",
        """
        CA E1 EB E7 EC DD F1 E1 20 F3 E1 F2 2C 20 F3 E1 F2 20 F3 F4 DD EB ED F9 20 F4 EF 20 DD E3 E3 F1 E1 F6 \
        EF 20 F0 EF F5 20 E6 E7 F4 DE F3 E1 F4 E5 2E 20 C8 E1 20 F4 E1 20 F0 EF FD EC E5 20 E1 FD F1 E9 EF 20 \
        F3 F4 E7 20 F3 F5 ED DC ED F4 E7 F3 E7 2E
        """,
        "Καλημέρα σας, σας στέλνω το έγγραφο που ζητήσατε. Θα τα πούμε αύριο στη συνάντηση."
      ),
      (
        "shift_jis",
        """
        82 B2 92 8D 95 B6 82 A0 82 E8 82 AA 82 C6 82 A4 82 B2 82 B4 82 A2 82 DC 82 B7 81 42 8F A4 95 69 82 CC \
        94 AD 91 97 82 AA 8A AE 97 B9 82 B5 82 DC 82 B5 82 BD 82 CC 82 C5 82 A8 92 6D 82 E7 82 B9 82 B5 82 DC \
        82 B7 81 42
        """,
        "ご注文ありがとうございます。商品の発送が完了しましたのでお知らせします。"
      ),
      (
        "euc-jp",
        """
        A4 B4 C3 ED CA B8 A4 A2 A4 EA A4 AC A4 C8 A4 A6 A4 B4 A4 B6 A4 A4 A4 DE A4 B9 A1 A3 BE A6 C9 CA A4 CE \
        C8 AF C1 F7 A4 AC B4 B0 CE BB A4 B7 A4 DE A4 B7 A4 BF A4 CE A4 C7 A4 AA C3 CE A4 E9 A4 BB A4 B7 A4 DE \
        A4 B9 A1 A3
        """,
        "ご注文ありがとうございます。商品の発送が完了しましたのでお知らせします。"
      ),
      (
        "gb18030",
        """
        C4 FA BA C3 2C B8 BD BC FE CA C7 B1 BE D4 C2 B5 C4 B1 A8 B1 ED 2C C7 EB B2 E9 CA D5 A1 A3 C8 E7 D3 D0 \
        CE CA CC E2 C7 EB D3 EB CE D2 C1 AA CF B5 2C D0 BB D0 BB A1 A3
        """,
        "您好,附件是本月的报表,请查收。如有问题请与我联系,谢谢。"
      ),
      (
        "big5",
        """
        B1 7A A6 6E 2C AA FE A5 F3 AC 4F A5 BB A4 EB AA BA B3 F8 AA ED 2C BD D0 AC 64 A6 AC A1 43 A6 70 A6 B3 \
        B0 DD C3 44 BD D0 BB 50 A7 DA C1 70 C3 B4 2C C1 C2 C1 C2 A1 43
        """,
        "您好,附件是本月的報表,請查收。如有問題請與我聯繫,謝謝。"
      ),
      (
        "euc-kr",
        """
        BE C8 B3 E7 C7 CF BC BC BF E4 2C 20 C3 B7 BA CE 20 C6 C4 C0 CF C0 BB 20 C8 AE C0 CE C7 D8 20 C1 D6 BD \
        C3 B1 E2 20 B9 D9 B6 F8 B4 CF B4 D9 2E 20 B0 A8 BB E7 C7 D5 B4 CF B4 D9 2E
        """,
        "안녕하세요, 첨부 파일을 확인해 주시기 바랍니다. 감사합니다."
      ),
      (
        "windows-1254",
        """
        54 6F 70 6C 61 6E 74 FD 20 79 61 72 FD 6E 20 73 61 61 74 20 FC E7 74 65 20 62 61 FE 6C 61 79 61 63 61 \
        6B 2C 20 6C FC 74 66 65 6E 20 67 65 E7 20 6B 61 6C 6D 61 79 FD 6E 2E 20 54 65 FE 65 6B 6B FC 72 20 65 \
        64 65 72 69 6D 2C 20 67 F6 72 FC FE 6D 65 6B 20 FC 7A 65 72 65 2E
        """,
        "Toplantı yarın saat üçte başlayacak, lütfen geç kalmayın. Teşekkür ederim, görüşmek üzere."
      ),
    ])
  func recognised(charset: String, hex: String, text: String) {
    let decoded = ICUCharsets().text(of: bytes(hex).span, declared: nil)
    #expect(decoded.charset == charset)
    #expect(decoded.text == text)
    guard case .detected(let confidence) = decoded.decision else {
      Issue.record("not detected but \(decoded.decision)")
      return
    }
    #expect((11...100).contains(confidence))
  }

  @Test(
    "Short Western text is windows-1252, whoever chose it",
    arguments: [
      ("47 72 FC DF 65", "Grüße"), ("63 61 66 E9", "café"), ("4C 61 20 71 75 61 6E 74 69 74 E0", "La quantità"),
      ("C5 6E 67 73 74 72 F6 6D", "Ångström"), ("93 51 75 6F 74 65 64 94 20 97 20 69 74 92 73", "“Quoted” — it’s"),
      ("4D 75 F1 6F 7A", "Muñoz"), ("A3 35", "£5"), ("E9", "é"), ("35 30 20 80", "50 €"),
    ])
  func western(hex: String, text: String) {
    let decoded = ICUCharsets().text(of: bytes(hex).span, declared: nil)
    #expect(decoded.text == text)
    #expect(decoded.charset == "windows-1252")
  }

  @Test(
    "Text of seven bits is never recognised as anything, nor are charsets that hide US-ASCII",
    arguments: [
      "1B 24 42 46 7C 4B 5C 38 6C 1B 28 42", "2B 41 44 77 2D", "7E 7B 44 63 3A 43 7E 7D", "",
      "1B 24 29 43 0E 47 51 31 39 0F",
      // UTF-16 without a mark, and EBCDIC.
      "61 00 62 00 63 00 E9 00 64 00 65 00", "00 61 00 62 00 E9 00 63 00 64 00 65",
      "C8 85 93 93 96 6B 40 E6 96 99 93 84",
    ])
  func hidden(hex: String) {
    let guess = ICUCharsets().detect(bytes(hex).span)
    #expect(guess == nil || guess?.charset == "windows-1252")
  }

  @Test("The guess is made where the bytes above 0x7F are, however late")
  func lateEvidence() {
    let ascii = [UInt8](repeating: 0x61, count: 40_000) + [0x0D, 0x0A]
    let russian = bytes("CF F0 E8 E2 E5 F2 2C 20 EA E0 EA 20 E4 E5 EB E0 3F")
    #expect(ICUCharsets().detect((ascii + russian).span)?.charset == "windows-1251")
  }

  @Test("UTF-8 with a stray byte is still UTF-8")
  func brokenUTF8() {
    let input = Array("Größere Änderungen für übermäßig viele Bücher: äöüß ÄÖÜ éèê".utf8) + [0xFF, 0x21]
    let decoded = ICUCharsets().text(of: input.span, declared: nil)
    #expect(decoded.charset == "utf-8")
    #expect(decoded.malformed == 1)
  }
}
