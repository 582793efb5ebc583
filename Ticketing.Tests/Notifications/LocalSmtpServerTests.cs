using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Ticketing.Infrastructure.Development.LocalMail;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Notifications;

public sealed class LocalSmtpServerTests(TestServers servers) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private LocalMailbox _mailbox = null!;
    private LocalSmtpServer _server = null!;
    private MailSender _sender = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await servers.CreateDatabaseAsync();
        _mailbox = new LocalMailbox(new TestContexts(_database), TimeProvider.System, NullLogger<LocalMailbox>.Instance);
        _server = new LocalSmtpServer(_mailbox, NullLogger<LocalSmtpServer>.Instance);
        _sender = SenderTo(_server);
    }

    [Fact]
    public async Task Mail_WithDotsAtLineStarts_ArrivesUnchanged()
    {
        const string text = ".\n..\n.leading\n...three\nlast line\n.";
        await _sender.SendAsync(Mail(text: text), Guid.NewGuid(), Stop);

        Assert.Equal(text, (await ReceivedAsync()).TextBody!.ReplaceLineEndings("\n").TrimEnd('\n'));
    }

    [Fact]
    public async Task Mail_WithManyScripts_ArrivesUnchanged()
    {
        var subject = string.Concat(Enumerable.Repeat("Größe Żółć – Θέατρο 🎟 ", 8)).Trim();
        await _sender.SendAsync(Mail(subject: subject, text: "Grüße\n" + new string('ä', 3000), html: "<p>Łódź</p>"), Guid.NewGuid(), Stop);
        var message = await ReceivedAsync();

        Assert.Equal(subject, message.Subject);
        Assert.Equal("Grüße\n" + new string('ä', 3000), message.TextBody!.ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.Equal("<p>Łódź</p>", message.HtmlBody!.TrimEnd());
        Assert.Contains("Jürgen <buyer@example.org>", message.To.ToString().Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_WithBigAttachments_ArrivesUnchanged()
    {
        var big = new byte[6_000_000];
        new Random(1).NextBytes(big);
        var calendar = Encoding.UTF8.GetBytes("BEGIN:VCALENDAR\r\n");
        await _sender.SendAsync(
            Mail(attachments: [new MailAttachment("tickets.pdf", "application/pdf", big), new MailAttachment("größe.ics", "text/calendar; charset=utf-8", calendar)]),
            Guid.NewGuid(),
            Stop);
        var files = LocalMail.FilesOf(await ReceivedAsync());

        Assert.Equal(["tickets.pdf", "größe.ics"], files.Select(file => file.Name));
        Assert.Equal(["application/pdf", "text/calendar"], files.Select(file => file.ContentType));
        Assert.Equal(big, files[0].Content);
        Assert.Equal(calendar, files[1].Content);
    }

    [Fact]
    public async Task Mail_Sent_HasItsIdentityAndReplyAddress()
    {
        var id = Guid.NewGuid();
        await _sender.SendAsync(Mail() with { ReplyTo = "organizer@example.org" }, id, Stop);
        var message = await ReceivedAsync();

        Assert.Equal($"<{id}@ticketing.example>", message.Headers[HeaderId.MessageId]);
        Assert.Equal("organizer@example.org", message.Headers[HeaderId.ReplyTo]);
        Assert.Equal("auto-generated", message.Headers[HeaderId.AutoSubmitted]);
        Assert.NotEqual(default, message.Date);
    }

    [Theory]
    [InlineData("no address")]
    [InlineData("a@b@c.example")]
    public async Task Mail_ToNoAddress_IsUndeliverable(string to) =>
        Assert.Equal(MailDelivery.Undeliverable, await _sender.SendAsync(Mail() with { To = to }, Guid.NewGuid(), Stop));

    [Fact]
    public async Task Mail_WithLineBreaksInNameAndSubject_InjectsNoHeader()
    {
        await _sender.SendAsync(Mail(subject: "Hello\r\nBcc: victim@example.org") with { ToName = "A\r\nBcc: victim@example.org" }, Guid.NewGuid(), Stop);
        var message = await ReceivedAsync();

        Assert.Null(message.Headers[HeaderId.Bcc]);
        Assert.Equal(["buyer@example.org"], (await _mailbox.ListAsync(null, 10, Stop)).SelectMany(mail => mail.Recipients));
        Assert.Equal("Hello Bcc: victim@example.org", message.Subject);
    }

    [Fact]
    public async Task Mail_ToAnAddressBeyondAscii_Arrives()
    {
        await _sender.SendAsync(Mail() with { To = "jürgen@example.org" }, Guid.NewGuid(), Stop);

        Assert.Equal("jürgen@example.org", Assert.Single((await ReceivedAsync()).To.Mailboxes).Address);
        Assert.Equal(["jürgen@example.org"], Assert.Single(await _mailbox.ListAsync("jürgen@example.org", 10, Stop)).Recipients);
    }

    [Fact]
    public async Task Mail_Malformed_IsStoredAndShownAsText()
    {
        using var client = await ConnectAsync();
        await client.StartMessageAsync();
        Assert.StartsWith("250", await client.SayAsync("\0 no header at all\r\n."), StringComparison.Ordinal);

        var message = await ReceivedAsync();
        Assert.Equal("", message.Subject ?? "");
        Assert.Empty(LocalMail.FilesOf(message));
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Windows\\evil.pdf", "evil.pdf")]
    [InlineData("..\\", "attachment")]
    public void File_WithAPathInItsName_IsOfferedByBaseName(string sent, string offered)
    {
        var body = new BodyBuilder();
        body.Attachments.Add("file", [1, 2, 3], new ContentType("application", "pdf")).ContentDisposition!.FileName = sent;
        using var message = new MimeMessage([], [], "", body.ToMessageBody());

        Assert.Equal(offered, Assert.Single(LocalMail.FilesOf(message)).Name);
    }

    [Fact]
    public async Task Message_LargerThanDeclared_IsRefused()
    {
        using var client = await ConnectAsync();
        Assert.StartsWith("552", await client.SayAsync("MAIL FROM:<a@example.org> SIZE=99999999"), StringComparison.Ordinal);
        await client.StartMessageAsync();
        var line = new string('x', 998);
        for (var i = 0; i < 27_000; i++)
        {
            await client.WriteAsync(line);
        }

        Assert.StartsWith("552", await client.SayAsync("."), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SayAsync("NOOP"), StringComparison.Ordinal);
        Assert.Empty(await _mailbox.ListAsync(null, 10, Stop));
    }

    [Fact]
    public async Task Message_ToTooManyRecipients_IsRefused()
    {
        using var client = await ConnectAsync();
        await client.SayAsync("MAIL FROM:<a@example.org>");
        for (var i = 0; i < 101; i++)
        {
            Assert.StartsWith("250", await client.SayAsync($"RCPT TO:<b{i}@example.org>"), StringComparison.Ordinal);
        }

        await client.SayAsync("DATA");

        Assert.StartsWith("554", await client.SayAsync("Subject: many\r\n\r\nhello\r\n."), StringComparison.Ordinal);
        Assert.Empty(await _mailbox.ListAsync(null, 10, Stop));
    }

    // A bare line feed before the dot is text (SMTP smuggling).
    [Fact]
    public async Task Message_WithBareLineFeeds_ContinuesToTheEndMarker()
    {
        using var client = await ConnectAsync();
        await client.StartMessageAsync();
        await client.WriteAsync("Subject: one\r\n\r\nhello\n.\nMAIL FROM:<smuggled@example.org>");

        Assert.StartsWith("250", await client.SayAsync("."), StringComparison.Ordinal);
        Assert.Contains("smuggled", (await ReceivedAsync()).TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_DatabaseUnavailable_IsRefusedTemporarily()
    {
        await _database.ExecuteAsync("ALTER TABLE local_mail RENAME TO local_mail_away");
        using var client = await ConnectAsync();
        await client.StartMessageAsync();

        Assert.StartsWith("451", await client.SayAsync("Subject: one\r\n\r\nhello\r\n."), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_WithAServer_StartNoLocalServer()
    {
        var options = new MailOptions { Smtp = new SmtpOptions { Host = "mail.example.org" } };

        options.UseLocalServer(_server);

        Assert.Equal(("mail.example.org", 587, true), (options.Smtp.Host, options.Smtp.Port, options.Smtp.Encrypt));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync(CancellationToken.None);
        _server.Dispose();
        await _database.DisposeAsync();
    }

    internal static MailSender SenderTo(LocalSmtpServer server)
    {
        var options = new MailOptions();
        options.UseLocalServer(server);
        return new MailSender(Microsoft.Extensions.Options.Options.Create(options), TimeProvider.System);
    }

    private static Mail Mail(
        string subject = "Hello", string text = "text", string html = "<p>html</p>", IReadOnlyList<MailAttachment>? attachments = null) =>
        new("buyer@example.org", "Jürgen", null, subject, html, text, attachments ?? []);

    private async Task<MimeMessage> ReceivedAsync()
    {
        var newest = Assert.Single(await _mailbox.ListAsync(null, 10, Stop));
        return LocalMail.Parse((await _mailbox.FindAsync(newest.Id, Stop))!.Content);
    }

    private async Task<Client> ConnectAsync()
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, _server.EnsureStarted(), Stop);
        var client = new Client(tcp);
        Assert.StartsWith("220", await client.ReadAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SayAsync("HELO me"), StringComparison.Ordinal);
        return client;
    }

    private sealed class Client(TcpClient tcp) : IDisposable
    {
        private readonly StreamReader _reader = new(tcp.GetStream(), Encoding.ASCII);

        public async Task<string> SayAsync(string line)
        {
            await WriteAsync(line);
            return await ReadAsync();
        }

        public async Task StartMessageAsync()
        {
            await SayAsync("MAIL FROM:<a@example.org>");
            await SayAsync("RCPT TO:<b@example.org>");
            Assert.StartsWith("354", await SayAsync("DATA"), StringComparison.Ordinal);
        }

        public async Task WriteAsync(string line) => await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), Stop);

        public async Task<string> ReadAsync() => await _reader.ReadLineAsync(Stop) ?? "";

        public void Dispose()
        {
            _reader.Dispose();
            tcp.Dispose();
        }
    }
}
