#!/usr/bin/env python3
"""Mail between mimewire-server and Debian's mail software, on loopback: a line a check, each peer with its version.

    interop.py PATH_OF_MIMEWIRE_SERVER [WORK_FOLDER]

Into `serve`: smtp-source, swaks, curl, msmtp, smtplib, OpenSMTPD's smtp. Out of `send`: aiosmtpd, smtp-sink, Postfix,
Exim, OpenSMTPD, Dovecot LMTP (read back by IMAP and POP3). By MX: from submission through the spool to the second
exchanger, the first being dead. A message must arrive with every byte from its first field to its end; what servers
put before it is theirs. A tool that is missing is a failure.
"""
import atexit
import os
import pathlib
import re
import shlex
import signal
import smtplib
import ssl
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SERVER = str(pathlib.Path(sys.argv[1]).resolve())
WORK = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="mimewire-interop-")).resolve()
RIG = str(HERE / "rig.sh")
SENDER, RECIPIENT, PASSWORD = "ada@sender.test", "b@interop.test", "secret"

# Dots at line starts, blanks at line ends, 8-bit text, a line of 998 octets, a folded field.
MESSAGE = ("From: Ada <ada@sender.test>\r\nTo: b@interop.test\r\nSubject: interop\r\n"
           "Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <interop@sender.test>\r\nX-Folded: a\r\n\tb  \r\n"
           "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
           "text  \r\n.\r\n..\r\n.x\r\nFrom here\r\nGröße\r\n" + "0" * 998 + "\r\n\r\nend\r\n").encode()
LARGE = MESSAGE.split(b"\r\n\r\n")[0] + b"\r\n\r\n" + (b"0123456789" * 7 + b"\r\n") * 30000

passed = failed = 0
started = []


def run(*command, input=None, env=None, check=True, timeout=120):
    done = subprocess.run(command, input=input, capture_output=True, timeout=timeout, env={**os.environ, **(env or {})})
    if check and done.returncode != 0:
        raise Failure(f"{shlex.join(command)[:200]}: exit {done.returncode}\n{(done.stdout + done.stderr).decode(errors='replace')[-800:]}")
    return done


class Failure(Exception):
    pass


def expect(condition, what):
    if not condition:
        raise Failure(what)


def check(what):
    """Runs the function now, as one check of this name."""
    def decorate(function):
        global passed, failed
        began = time.monotonic()
        try:
            function()
            passed += 1
            verdict = "pass"
        except Exception as error:  # whatever it is, the check has failed and the others go on
            failed += 1
            verdict = "FAIL"
            detail = f"{type(error).__name__}: {error}"
        print(f"{verdict} {1000 * (time.monotonic() - began):6.0f} ms  {what}", flush=True)
        if verdict == "FAIL":
            print("\n".join("    " + line for line in detail.splitlines()[:20]), flush=True)
        return function
    return decorate


# --- peers -------------------------------------------------------------------------------------

def start(name, folder=None, **env):
    folder = WORK / (folder or name)
    run(RIG, "start", name, str(folder), env=env)
    started.append((name, folder))
    return dict(shlex.split(line)[0].split("=", 1) for line in (folder / "env").read_text().splitlines())


def version_in(layer, package):
    return run(RIG, "exec", layer, "dpkg-query", "-W", "-f", "${Version}", package).stdout.decode()


def version(package):
    return run("dpkg-query", "-W", "-f", "${Version}", package).stdout.decode()


def files(folder):
    folder = pathlib.Path(folder)
    return set(folder.glob("*") if folder.name == "dump" else folder.glob("[cn][ue][rw]/*"))


def arrives(folder, count, action, seconds=20):
    """What is new in a Maildir, or a folder of dumps, after `action`, once there are `count` files."""
    before = files(folder)
    action()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        new = files(folder) - before
        if len(new) >= count and all(path.stat().st_size for path in new):
            time.sleep(0.02)
            return [path.read_bytes() for path in sorted(files(folder) - before)]
        time.sleep(0.02)
    raise Failure(f"{len(files(folder) - before)} of {count} messages arrived")


def expect_same(stored, sent):
    expect(len(stored) == 1, f"{len(stored)} messages")
    stored = stored[0]
    if stored.startswith(b"X-Client-Addr: "):  # smtp-sink's dump has one empty line more at its end
        stored = stored.removesuffix(b"\n")
    stored, sent = stored.replace(b"\r\n", b"\n"), sent.replace(b"\r\n", b"\n")
    expect(stored.endswith(sent), f"stored {len(stored)} octets do not end with the {len(sent)} sent:\n{stored[-300:]!r}")


# --- the server --------------------------------------------------------------------------------

class Serve:
    def __init__(self):
        self.folder = WORK / "serve"
        self.folder.mkdir(parents=True)
        at = lambda name: str(self.folder / name)
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=mx.interop.test", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
            "-keyout", at("key.pem"), "-out", at("cert.pem"))
        hash = run(SERVER, "password", "--iterations", "1000", input=PASSWORD.encode() + b"\n").stdout.decode().strip()
        pathlib.Path(at("users")).write_text(f"{RECIPIENT}:{hash}\n")
        self.certificate = at("cert.pem")
        self.maildir = self.folder / "mail" / RECIPIENT
        self.process = subprocess.Popen(
            [SERVER, "serve", "--domain", "interop.test", "--users", at("users"), "--maildir", at("mail"), "--spool", at("spool"),
             "--resolver", "127.0.0.53:53", "--retry", "1", "--smtp", "127.0.0.1:0", "--submission", "127.0.0.1:0",
             "--lmtp", "127.0.0.1:0", "--certificate", at("cert.pem"), "--key", at("key.pem")],
            stdout=subprocess.PIPE, stderr=open(at("log"), "wb"))
        atexit.register(self.process.kill)
        self.port = {}
        for _ in range(3):
            _, name, address = self.process.stdout.readline().decode().split()
            self.port[name] = int(address.rsplit(":", 1)[1])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        expect(self.process.wait(10) == 0, "exit code")


def send(host, port, *options, message=MESSAGE, to=RECIPIENT):
    return run(SERVER, "send", "--server", f"{host}:{port}", "--helo", "client.sender.test", "--from", SENDER, "--to", to,
               *options, input=message)


def stop_all():
    for name, folder in reversed(started):
        subprocess.run([RIG, "stop", name, str(folder)], capture_output=True)


atexit.register(stop_all)
run(RIG, "tools", timeout=600)
serve = Serve()
SMTP, SUBMISSION, LMTP = (f"127.0.0.1:{serve.port[name]}" for name in ("smtp", "submission", "lmtp"))
crlf, lf = WORK / "message.crlf", WORK / "message.lf"
crlf.write_bytes(MESSAGE)
lf.write_bytes(MESSAGE.replace(b"\r\n", b"\n"))
(WORK / "password").write_text(PASSWORD + "\n")
postfix, opensmtpd = version_in("postfix", "postfix"), version_in("opensmtpd", "opensmtpd")

# --- into serve --------------------------------------------------------------------------------

for name, options, port in (("SMTP", ["-s", "4"], SMTP), ("SMTP, connections kept", ["-d", "-s", "4"], SMTP), ("LMTP", ["-L"], LMTP)):
    @check(f"smtp-source {postfix} sends 40 messages by {name}")
    def _():
        stored = arrives(serve.maildir, 40, lambda: run(
            RIG, "exec", "postfix", "smtp-source", *options, "-m", "40", "-l", "2000", "-f", SENDER, "-t", RECIPIENT, f"inet:{port}"))
        expect(len(stored) == 40, f"{len(stored)} messages")


def swaks(*options):
    # swaks adds a line end to a file that has one.
    content = lf.with_suffix(".swaks")
    content.write_bytes(lf.read_bytes().removesuffix(b"\n"))
    return run("swaks", "--silent", "2", "--from", SENDER, "--data", f"@{content}", *options, check=False)


SWAKS = version("swaks")
for name, options in (
    ("SMTP", ["--server", SMTP]),
    ("SMTP with PIPELINING", ["--pipeline", "--server", SMTP]),
    ("SMTP under TLS", ["--tls", "--server", SMTP]),
    ("submission, AUTH PLAIN", ["--tls", "--auth", "PLAIN", "--auth-user", RECIPIENT, "--auth-password", PASSWORD, "--server", SUBMISSION]),
    ("submission, AUTH LOGIN", ["--tls", "--auth", "LOGIN", "--auth-user", RECIPIENT, "--auth-password", PASSWORD, "--server", SUBMISSION]),
    ("LMTP", ["--protocol", "LMTP", "--server", LMTP]),
):
    @check(f"swaks {SWAKS} sends by {name}")
    def _():
        expect_same(arrives(serve.maildir, 1, lambda: expect((done := swaks("--to", RECIPIENT, *options)).returncode == 0, done.stderr)), MESSAGE)


@check(f"swaks {SWAKS} is refused relay without AUTH, and submission with a wrong password")
def _():
    done = swaks("--to", "x@elsewhere.test", "--server", SMTP, "--silent", "0")
    expect(b"550 5.7.1" in done.stdout + done.stderr, (done.stdout + done.stderr).decode())
    done = swaks("--to", RECIPIENT, "--tls", "--auth", "PLAIN", "--auth-user", RECIPIENT, "--auth-password", "x", "--server", SUBMISSION, "--silent", "0")
    expect(b"535 5.7.8" in done.stdout + done.stderr, (done.stdout + done.stderr).decode())


CURL = version("curl")


@check(f"curl {CURL} sends by SMTP, and by submission under TLS that verifies")
def _():
    mail = ["curl", "-sS", "--mail-from", SENDER, "--mail-rcpt", RECIPIENT, "-T", str(crlf)]
    expect_same(arrives(serve.maildir, 1, lambda: run(*mail, f"smtp://{SMTP}")), MESSAGE)
    expect_same(arrives(serve.maildir, 1, lambda: run(
        *mail, "--ssl-reqd", "--cacert", serve.certificate, "--user", f"{RECIPIENT}:{PASSWORD}", f"smtp://{SUBMISSION}")), MESSAGE)


@check(f"msmtp {version('msmtp')} sends by SMTP, and by submission")
def _():
    host, port = SMTP.split(":")
    expect_same(arrives(serve.maildir, 1, lambda: run(
        "msmtp", "--file=/dev/null", f"--host={host}", f"--port={port}", f"--from={SENDER}", RECIPIENT, input=lf.read_bytes())), MESSAGE)
    port = SUBMISSION.split(":")[1]
    expect_same(arrives(serve.maildir, 1, lambda: run(
        "msmtp", "--file=/dev/null", f"--host={host}", f"--port={port}", f"--from={SENDER}", "--tls=on", f"--tls-trust-file={serve.certificate}",
        "--auth=plain", f"--user={RECIPIENT}", f"--passwordeval=cat {WORK}/password", RECIPIENT, input=lf.read_bytes())), MESSAGE)


@check(f"smtplib of Python {sys.version.split()[0]} sends by SMTP, LMTP, and by submission with 2 MB")
def _():
    def session(kind, address, secure=False):
        host, port = address.split(":")
        client = kind(host, int(port))
        if secure:
            client.starttls(context=ssl.create_default_context(cafile=serve.certificate))
            client.login(RECIPIENT, PASSWORD)
        return client
    for kind, address, secure, message in (
        (smtplib.SMTP, SMTP, False, MESSAGE), (smtplib.LMTP, LMTP, False, MESSAGE), (smtplib.SMTP, SUBMISSION, True, LARGE),
    ):
        with session(kind, address, secure) as client:
            expect_same(arrives(serve.maildir, 1, lambda: client.sendmail(SENDER, [RECIPIENT], message, ["BODY=8BITMIME"])), message)


@check(f"OpenSMTPD's smtp {opensmtpd} sends by SMTP, and by submission")
def _():
    mail = lambda url: run(RIG, "exec", "opensmtpd", "smtp", "-C", "-s", url, "-F", SENDER, RECIPIENT, input=lf.read_bytes())
    expect_same(arrives(serve.maildir, 1, lambda: mail(f"smtp+notls://{SMTP}")), MESSAGE)
    expect_same(arrives(serve.maildir, 1, lambda: mail(f"smtp+tls://{RECIPIENT}:{PASSWORD}@{SUBMISSION}")), MESSAGE)


# --- out of send -------------------------------------------------------------------------------

aiosmtpd = start("aiosmtpd")


@check("send to aiosmtpd 1.4.6: the same bytes, 2 MB too")
def _():
    for message in (MESSAGE, LARGE):
        stored = arrives(aiosmtpd["MAILDIR"], 1, lambda: send("127.0.0.1", aiosmtpd["SMTP_PORT"], message=message))
        expect(stored == [message], "not the same bytes")


sink = start("smtp-sink")


@check(f"send to smtp-sink {postfix}")
def _():
    expect_same(arrives(sink["MAILDIR"], 1, lambda: send("127.0.0.1", sink["SMTP_PORT"])), MESSAGE)


for name, package, extra in (
    ("postfix", "postfix", ["--tls", "must", "--insecure"]),
    ("exim", "exim4-daemon-light", ["--tls", "must", "--insecure", "--user", "user", "--password-file", str(WORK / "password")]),
    ("opensmtpd", "opensmtpd", []),
):
    peer = start(name)
    described = f"{name} {version_in(name, package)}"

    @check(f"send to {described}")
    def _():
        for message in (MESSAGE, LARGE):
            expect_same(arrives(peer["MAILDIR"], 1, lambda: send("127.0.0.1", peer["SMTP_PORT"], "--tls", "off", message=message)), message)

    if extra:
        @check(f"send to {described} with {' '.join(word for word in extra if not word.startswith('/'))}")
        def _():
            expect_same(arrives(peer["MAILDIR"], 1, lambda: send("127.0.0.1", peer["SMTP_PORT"], *extra)), MESSAGE)

dovecot = start("dovecot")
DOVECOT = version_in("dovecot", "dovecot-lmtpd")


@check(f"send to dovecot {DOVECOT} by LMTP, port and socket")
def _():
    expect_same(arrives(dovecot["MAILDIR"], 1, lambda: send("127.0.0.1", dovecot["LMTP_PORT"], "--lmtp")), MESSAGE)
    expect_same(arrives(dovecot["MAILDIR"], 1, lambda: send("unix", dovecot["LMTP_SOCKET"], "--lmtp", message=LARGE)), LARGE)


@check(f"dovecot {DOVECOT} gives the same by IMAP and POP3")
def _():
    run(sys.executable, str(HERE / "readback.py"), str(WORK / "dovecot"))


# --- by MX -------------------------------------------------------------------------------------

start("dns")
mx1 = start("aiosmtpd", "mx1", HOST="127.0.0.2", SMTP_PORT="25")


@check(f"relay by MX of dnsmasq {version_in('dns', 'dnsmasq-base')}, the first exchanger dead, to aiosmtpd 1.4.6")
def _():
    for domain in ("elsewhere.test", "first-dead.test", "no-mx.test", "by-alias.test"):
        with smtplib.SMTP(*SUBMISSION.split(":")) as client:
            client.starttls(context=ssl.create_default_context(cafile=serve.certificate))
            client.login(RECIPIENT, PASSWORD)
            expect_same(arrives(mx1["MAILDIR"], 1, lambda: client.sendmail(RECIPIENT, [f"x@{domain}"], MESSAGE, ["BODY=8BITMIME"])), MESSAGE)


@check("a null MX sends a delivery status notification back")
def _():
    with smtplib.SMTP(*SUBMISSION.split(":")) as client:
        client.starttls(context=ssl.create_default_context(cafile=serve.certificate))
        client.login(RECIPIENT, PASSWORD)
        notice = arrives(serve.maildir, 1, lambda: client.sendmail(RECIPIENT, ["x@null-mx.test"], MESSAGE, ["BODY=8BITMIME"]))[0]
    expect(b"\nFinal-Recipient: rfc822; x@null-mx.test\nAction: failed\nStatus: 5.1.10\n" in notice, notice.decode())


@check("serve ends when told to")
def _():
    serve.stop()


print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
