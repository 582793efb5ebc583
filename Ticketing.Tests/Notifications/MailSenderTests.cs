using System.Net;
using System.Net.Sockets;
using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using SmtpServer.Protocol;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Notifications.Mails;
using Ticketing.Tests.Common;

namespace Ticketing.Tests.Notifications;

/// <summary>Delivery results by the server's replies, and mandatory encryption.</summary>
public sealed class MailSenderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SmtpReplyCode.MailboxUnavailable)]
    [InlineData(SmtpReplyCode.MailboxNameNotAllowed)]
    [InlineData(SmtpReplyCode.SyntaxError)]
    public async Task Mail_RecipientRejected_IsUndeliverable(SmtpReplyCode answer)
    {
        await using var server = new TestMailServer(recipient: answer);

        Assert.Equal(MailDelivery.Undeliverable, await SendAsync(Plain(server.Port)));
    }

    [Theory]
    [InlineData(SmtpReplyCode.Unavailable, SmtpReplyCode.Ok)]
    [InlineData(SmtpReplyCode.InsufficientStorage, SmtpReplyCode.Ok)]
    [InlineData(SmtpReplyCode.Ok, SmtpReplyCode.Aborted)]
    [InlineData(SmtpReplyCode.Ok, SmtpReplyCode.TransactionFailed)]
    public async Task Mail_RefusedForAnotherReason_MayBeRetried(SmtpReplyCode recipient, SmtpReplyCode message)
    {
        await using var server = new TestMailServer(recipient, message);

        await Assert.ThrowsAsync<SmtpCommandException>(() => SendAsync(Plain(server.Port)));
    }

    [Fact]
    public async Task Mail_NoServer_MayBeRetried()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        await Assert.ThrowsAsync<SocketException>(() => SendAsync(Plain(port)));
    }

    [Fact]
    public async Task Mail_ServerSilent_TimesOut()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var smtp = Plain(((IPEndPoint)silent.LocalEndpoint).Port);
        smtp.TimeoutSeconds = 1;

        await Assert.ThrowsAsync<TimeoutException>(() => SendAsync(smtp));
    }

    [Fact]
    public async Task Mail_ServerWithoutEncryption_IsNotSentInTheClear()
    {
        await using var server = new TestMailServer();

        await Assert.ThrowsAsync<NotSupportedException>(() => SendAsync(Encrypted(server.Port)));
        Assert.Empty(server.Accepted);
    }

    [Fact]
    public async Task Mail_ServerWithAnUntrustedCertificate_IsNotSent()
    {
        await using var server = new TestMailServer(encrypted: true);

        await Assert.ThrowsAsync<SslHandshakeException>(() => SendAsync(Encrypted(server.Port)));
        Assert.Empty(server.Accepted);
    }

    [Fact]
    public async Task Mail_OverStartTlsSignedIn_IsAccepted()
    {
        await using var server = new TestMailServer(encrypted: true);

        Assert.Equal(MailDelivery.Accepted, await SendAsync(Encrypted(server.Port), server));
        Assert.Equal([true], server.Accepted);
    }

    [Fact]
    public async Task Mail_WrongPassword_MayBeRetried()
    {
        await using var server = new TestMailServer(encrypted: true);
        var smtp = Encrypted(server.Port);
        smtp.Password = "wrong";

        await Assert.ThrowsAsync<AuthenticationException>(() => SendAsync(smtp, server));
    }

    [Fact]
    public async Task Mail_NoServerConfigured_Throws() =>
        Assert.Contains(
            "Mail:Smtp:Host", (await Assert.ThrowsAsync<InvalidOperationException>(() => SendAsync(new SmtpOptions()))).Message, StringComparison.Ordinal);

    // Entry is judged by the rule of sending: whatever is accepted arrives, written in its canonical form.
    [Theory]
    [MemberData(nameof(EmailAddressTests.Accepted), MemberType = typeof(EmailAddressTests))]
    public async Task Mail_ToEveryAcceptedAddress_IsAccepted(string typed, string canonical)
    {
        await using var server = new TestMailServer();

        Assert.Equal(MailDelivery.Accepted, await SendAsync(Plain(server.Port), to: typed));
        Assert.Equal(EmailAddress.WithAsciiDomain(canonical), Assert.Single(server.Recipients), ignoreCase: true);
    }

    [Theory]
    [MemberData(nameof(EmailAddressTests.Refused), MemberType = typeof(EmailAddressTests))]
    public async Task Mail_ToARefusedAddress_IsUndeliverableAtOnce(string typed)
    {
        await using var server = new TestMailServer();

        Assert.Equal(MailDelivery.Undeliverable, await SendAsync(Plain(server.Port), to: typed));
        Assert.Empty(server.Accepted);
    }

    [Theory]
    [InlineData("x\" <boss@corp.example>, \"y")]
    [InlineData("boss@corp.example, x")]
    [InlineData("x\\\"<boss@corp.example>")]
    [InlineData("=?utf-8?Q?x?= <boss@corp.example>")]
    [InlineData("Änne 山田太郎 with a name that is longer than the line of a header may be, on and on")]
    public async Task Mail_AnyDisplayName_IsEncoded(string name)
    {
        await using var server = new TestMailServer();

        await SendAsync(Plain(server.Port), name: name);

        Assert.Equal("buyer@example.org", Assert.Single(server.Recipients));
        using var message = await MimeKit.MimeMessage.LoadAsync(new MemoryStream(Encoding.UTF8.GetBytes(Assert.Single(server.Messages))), Stop);
        var to = Assert.IsType<MimeKit.MailboxAddress>(Assert.Single(message.To));
        Assert.Equal((name, "buyer@example.org"), (to.Name, to.Address));
    }

    private static SmtpOptions Plain(int port) => new() { Host = "127.0.0.1", Port = port, Encrypt = false };

    private static SmtpOptions Encrypted(int port) =>
        new() { Host = "localhost", Port = port, User = TestMailServer.User, Password = TestMailServer.Password };

    private static Task<MailDelivery> SendAsync(
        SmtpOptions smtp, TestMailServer? trusted = null, string to = "buyer@example.org", string name = "Ada")
    {
        var sender = new MailSender(Options.Create(new MailOptions { Smtp = smtp }), TimeProvider.System)
        {
            CertificateCheck = trusted is null
                ? null
                : (_, certificate, _, _) => certificate?.GetCertHashString() == trusted.Certificate.Thumbprint,
        };
        return sender.SendAsync(new Mail(to, name, null, "Hello", "<p>x</p>", "x", []), Guid.NewGuid(), Stop);
    }
}
