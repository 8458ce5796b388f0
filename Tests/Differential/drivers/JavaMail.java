import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Locale;
import java.util.Properties;
import javax.mail.Address;
import javax.mail.Part;
import javax.mail.Session;
import javax.mail.internet.ContentType;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import javax.mail.internet.MimeUtility;
import javax.mail.internet.ParseException;

/** JavaMail (Jakarta Mail) with its default properties. */
final class JavaMail extends Driver {
  private final Session session = Session.getInstance(new Properties());

  public static void main(String[] arguments) throws Exception {
    new JavaMail().run();
  }

  @Override
  Reading read(byte[] bytes) throws Exception {
    MimeMessage message = new MimeMessage(session, new ByteArrayInputStream(bytes));
    Reading reading = new Reading();
    addLeaves(message, reading);
    Address[] from = message.getFrom();
    if (from != null)
      for (Address address : from) reading.from.add(hex(((InternetAddress) address).getAddress()));
    reading.subject = hex(message.getSubject());
    return reading;
  }

  private void addLeaves(Part part, Reading reading) throws Exception {
    String type = type(part);
    if (type.startsWith("multipart/")) {
      MimeMultipart multipart = new MimeMultipart(part.getDataHandler().getDataSource());
      for (int i = 0; i < multipart.getCount(); i++) addLeaves(multipart.getBodyPart(i), reading);
    } else if (type.equals("message/rfc822")) {
      try (InputStream body = part.getInputStream()) {
        addLeaves(new MimeMessage(session, body), reading);
      }
    } else {
      String name = part.getFileName();
      try (InputStream body = part.getInputStream()) {
        reading.addLeaf(type, name == null ? null : MimeUtility.decodeText(name), bytes(body));
      }
    }
  }

  private static String type(Part part) throws Exception {
    try {
      return new ContentType(part.getContentType()).getBaseType().toLowerCase(Locale.ROOT);
    } catch (ParseException unusable) {
      return "text/plain"; // RFC 2045 section 5.2
    }
  }
}
