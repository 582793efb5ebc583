using System.Net;
using System.Net.Mail;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Ticketing.Infrastructure.Notifications;
using Ticketing.Tests.Integration;

namespace Ticketing.Tests.Notifications;

public sealed class LocalSmtpServerTests(TestServers servers) : IAsyncLifetime
{
    private TestDatabase database = null!;
    private LocalMailbox mailbox = null!;
    private LocalSmtpServer server = null!;
    private MailSender sender = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await servers.CreateDatabaseAsync();
        var options = Options.Create(new MailOptions());
        mailbox = new LocalMailbox(new TestContexts(database), TimeProvider.System, NullLogger<LocalMailbox>.Instance);
        server = new LocalSmtpServer(mailbox, options, NullLogger<LocalSmtpServer>.Instance);
        sender = new MailSender(options, server);
        await server.StartAsync(Stop);
    }

    [Fact]
    public async Task Mail_WithDotsAtLineStarts_ArrivesUnchanged()
    {
        const string text = ".\n..\n.leading\n...three\nlast line\n.";
        await sender.SendAsync(Mail(text: text), Guid.NewGuid(), Stop);

        Assert.Equal(text, (await ReceivedAsync()).Text!.ReplaceLineEndings("\n").TrimEnd('\n'));
    }

    [Fact]
    public async Task Mail_WithLettersOfManyLanguages_ArrivesUnchanged()
    {
        var subject = string.Concat(Enumerable.Repeat("Größe Żółć – Θέατρο 🎟 ", 8)).Trim();
        await sender.SendAsync(Mail(subject: subject, text: "Grüße\n" + new string('ä', 3000), html: "<p>Łódź</p>"), Guid.NewGuid(), Stop);
        var message = await ReceivedAsync();

        Assert.Equal(subject, message.Subject);
        Assert.Equal("Grüße\n" + new string('ä', 3000), message.Text!.ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.Equal("<p>Łódź</p>", message.Html!.TrimEnd());
        Assert.Contains("Jürgen <buyer@example.org>", message.To.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_WithBigAttachments_ArrivesUnchanged()
    {
        var big = new byte[6_000_000];
        new Random(1).NextBytes(big);
        var calendar = Encoding.UTF8.GetBytes("BEGIN:VCALENDAR\r\n");
        await sender.SendAsync(
            Mail(attachments: [new MailAttachment("tickets.pdf", "application/pdf", big), new MailAttachment("größe.ics", "text/calendar; charset=utf-8", calendar)]),
            Guid.NewGuid(),
            Stop);
        var files = (await ReceivedAsync()).Files;

        Assert.Equal(["tickets.pdf", "größe.ics"], files.Select(file => file.Name));
        Assert.Equal(["application/pdf", "text/calendar"], files.Select(file => file.ContentType));
        Assert.Equal(big, files[0].Content);
        Assert.Equal(calendar, files[1].Content);
    }

    [Fact]
    public async Task Mail_Sent_HasItsIdentityAndReplyAddress()
    {
        var id = Guid.NewGuid();
        await sender.SendAsync(Mail() with { ReplyTo = "organizer@example.org" }, id, Stop);
        var message = await ReceivedAsync();

        Assert.Equal($"<{id}@ticketing.example>", message.Header("Message-ID"));
        Assert.Equal("organizer@example.org", message.Header("Reply-To"));
        Assert.Equal("auto-generated", message.Header("Auto-Submitted"));
        Assert.NotEmpty(message.Header("Date"));
    }

    [Theory]
    [InlineData("no address")]
    [InlineData("a@b@c.example")]
    public async Task Mail_ToNoAddress_IsUndeliverable(string to) =>
        Assert.Equal(MailDelivery.Undeliverable, await sender.SendAsync(Mail() with { To = to }, Guid.NewGuid(), Stop));

    [Fact]
    public async Task Mail_WithLineBreaksInNameAndSubject_InjectsNoHeader()
    {
        await sender.SendAsync(Mail(subject: "Hello\r\nBcc: victim@example.org") with { ToName = "A\r\nBcc: victim@example.org" }, Guid.NewGuid(), Stop);
        var message = await ReceivedAsync();

        Assert.Equal("", message.Header("Bcc"));
        Assert.Equal("Hello Bcc: victim@example.org", message.Subject);
    }

    [Fact]
    public async Task Mail_NoServerThere_IsAFailureToTryAgain()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        var options = Options.Create(new MailOptions { Smtp = new SmtpOptions { Host = "127.0.0.1", Port = port, Encrypt = false } });

        await Assert.ThrowsAsync<SmtpException>(() => new MailSender(options, server).SendAsync(Mail(), Guid.NewGuid(), Stop));
    }

    [Fact]
    public async Task Conversation_OutOfOrder_IsRefusedAndGoesOn()
    {
        using var client = await ConnectAsync();

        Assert.StartsWith("503", await client.SayAsync("MAIL FROM:<a@example.org>"), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SayAsync("HELO me"), StringComparison.Ordinal);
        Assert.StartsWith("503", await client.SayAsync("DATA"), StringComparison.Ordinal);
        Assert.StartsWith("501", await client.SayAsync("MAIL FROM:nobody"), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SayAsync("MAIL FROM:<>"), StringComparison.Ordinal);
        Assert.StartsWith("503", await client.SayAsync("DATA"), StringComparison.Ordinal);
        Assert.StartsWith("501", await client.SayAsync("RCPT TO:<nobody>"), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SayAsync("RCPT TO:<b@example.org>"), StringComparison.Ordinal);
        Assert.StartsWith("354", await client.SayAsync("DATA"), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SayAsync("Subject: by hand\r\n\r\nhello\r\n."), StringComparison.Ordinal);
        Assert.StartsWith("221", await client.SayAsync("QUIT"), StringComparison.Ordinal);
        Assert.Equal("by hand", (await ReceivedAsync()).Subject);
    }

    [Fact]
    public async Task Conversation_TooLong_IsRefused()
    {
        using var client = await ConnectAsync();
        await client.SayAsync("HELO me");

        Assert.StartsWith("552", await client.SayAsync("MAIL FROM:<a@example.org> SIZE=99999999999"), StringComparison.Ordinal);
        Assert.StartsWith("500", await client.SayAsync(new string('x', 5000)), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SayAsync("MAIL FROM:<a@example.org>"), StringComparison.Ordinal);
        for (var i = 0; i < 100; i++)
        {
            Assert.StartsWith("250", await client.SayAsync($"RCPT TO:<b{i}@example.org>"), StringComparison.Ordinal);
        }

        Assert.StartsWith("452", await client.SayAsync("RCPT TO:<more@example.org>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_TooLarge_IsRefusedAndNotKept()
    {
        using var client = await ConnectAsync();
        await client.SayAsync("HELO me");
        await client.SayAsync("MAIL FROM:<a@example.org>");
        await client.SayAsync("RCPT TO:<b@example.org>");
        await client.SayAsync("DATA");
        var line = new string('x', 998);
        for (var i = 0; i < 27_000; i++)
        {
            await client.WriteAsync(line);
        }

        Assert.StartsWith("552", await client.SayAsync("."), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SayAsync("NOOP"), StringComparison.Ordinal);
        Assert.Empty(await mailbox.ListAsync(null, 10, Stop));
    }

    // A bare line feed before the dot is text: otherwise one server would see one message where another sees two.
    [Fact]
    public async Task Message_WithBareLineFeeds_DoesNotEndThere()
    {
        using var client = await ConnectAsync();
        await client.SayAsync("HELO me");
        await client.SayAsync("MAIL FROM:<a@example.org>");
        await client.SayAsync("RCPT TO:<b@example.org>");
        await client.SayAsync("DATA");
        await client.WriteAsync("Subject: one\r\n\r\nhello\n.\nMAIL FROM:<smuggled@example.org>");

        Assert.StartsWith("250", await client.SayAsync("."), StringComparison.Ordinal);
        Assert.Contains("smuggled", (await ReceivedAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conversation_NothingButErrors_IsEnded()
    {
        using var client = await ConnectAsync();
        for (var i = 0; i < 10; i++)
        {
            await client.SayAsync("NONSENSE");
        }

        Assert.StartsWith("421", await client.ReadAsync(), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await server.StopAsync(CancellationToken.None);
        server.Dispose();
        await database.DisposeAsync();
    }

    private static Mail Mail(
        string subject = "Hello", string text = "text", string html = "<p>html</p>", IReadOnlyList<MailAttachment>? attachments = null) =>
        new("buyer@example.org", "Jürgen", null, subject, html, text, attachments ?? []);

    private async Task<MimeMessage> ReceivedAsync()
    {
        var newest = Assert.Single(await mailbox.ListAsync(null, 10, Stop));
        return MimeMessage.Parse((await mailbox.FindAsync(newest.Id, Stop))!.Content);
    }

    private async Task<Client> ConnectAsync()
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, server.EnsureStarted(), Stop);
        var client = new Client(tcp);
        Assert.StartsWith("220", await client.ReadAsync(), StringComparison.Ordinal);
        return client;
    }

    private sealed class Client(TcpClient tcp) : IDisposable
    {
        private readonly StreamReader reader = new(tcp.GetStream(), Encoding.ASCII);

        public async Task<string> SayAsync(string line)
        {
            await WriteAsync(line);
            return await ReadAsync();
        }

        public async Task WriteAsync(string line) => await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), Stop);

        public async Task<string> ReadAsync() => await reader.ReadLineAsync(Stop) ?? "";

        public void Dispose()
        {
            reader.Dispose();
            tcp.Dispose();
        }
    }
}
