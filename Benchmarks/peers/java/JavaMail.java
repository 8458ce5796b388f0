import java.io.ByteArrayInputStream;
import java.io.UnsupportedEncodingException;
import java.util.Enumeration;
import java.util.Properties;
import javax.mail.Address;
import javax.mail.Header;
import javax.mail.MessagingException;
import javax.mail.Multipart;
import javax.mail.Part;
import javax.mail.Session;
import javax.mail.internet.ContentType;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeUtility;

/** JavaMail (https://javaee.github.io/javamail/). */
final class JavaMail implements Contract.Peer {
  private final Session session = Session.getInstance(new Properties());

  @Override
  public void see(byte[] bytes, Contract.Rung rung, Contract.Counts counts) throws Exception {
    MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(bytes));
    if (rung.compareTo(Contract.Rung.selected) >= 0) {
      try {
        Address[] from = message.getFrom();
        counts.sum += from == null ? 0 : from.length;
        counts.sum += message.getSubject() == null ? 0 : message.getSubject().length();
        counts.sum += message.getSentDate() == null ? 0 : 1;
      } catch (MessagingException unreadable) {
        counts.sum++;
      }
    }
    walk(message, rung, counts);
  }

  private void walk(Part part, Contract.Rung rung, Contract.Counts counts) throws Exception {
    seeFields(part, rung, counts);
    if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart multipart) {
      for (int i = 0; i < multipart.getCount(); i++) walk(multipart.getBodyPart(i), rung, counts);
    } else if (part.isMimeType("message/rfc822") && part.getContent() instanceof Part inner) {
      walk(inner, rung, counts);
    } else {
      counts.parts++;
      if (rung == Contract.Rung.full) counts.drain(part.getInputStream(), charset(part));
    }
  }

  private void seeFields(Part part, Contract.Rung rung, Contract.Counts counts) throws MessagingException {
    Enumeration<Header> fields = part.getAllHeaders();
    while (fields.hasMoreElements()) {
      Header field = fields.nextElement();
      counts.fields++;
      if (rung.compareTo(Contract.Rung.headers) < 0) continue;
      try {
        counts.sum += MimeUtility.decodeText(MimeUtility.unfold(field.getValue())).length();
      } catch (UnsupportedEncodingException unknown) {
        counts.sum++;
      }
    }
  }

  private static String charset(Part part) throws MessagingException {
    if (!part.isMimeType("text/*")) return null;
    String declared = new ContentType(part.getContentType()).getParameter("charset");
    return declared == null ? "us-ascii" : MimeUtility.javaCharset(declared);
  }
}
