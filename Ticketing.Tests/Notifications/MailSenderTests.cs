using System.Net;
using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using SmtpServer.Protocol;
using Ticketing.Infrastructure.Notifications.Mails;

namespace Ticketing.Tests.Notifications;

/// <summary>Delivery results by the server's replies, and mandatory encryption.</summary>
public sealed class MailSenderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SmtpReplyCode.MailboxUnavailable)]
    [InlineData(SmtpReplyCode.MailboxNameNotAllowed)]
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

    private static SmtpOptions Plain(int port) => new() { Host = "127.0.0.1", Port = port, Encrypt = false };

    private static SmtpOptions Encrypted(int port) =>
        new() { Host = "localhost", Port = port, User = TestMailServer.User, Password = TestMailServer.Password };

    private static Task<MailDelivery> SendAsync(SmtpOptions smtp, TestMailServer? trusted = null)
    {
        var sender = new MailSender(Options.Create(new MailOptions { Smtp = smtp }), TimeProvider.System)
        {
            CertificateCheck = trusted is null
                ? null
                : (_, certificate, _, _) => certificate?.GetCertHashString() == trusted.Certificate.Thumbprint,
        };
        return sender.SendAsync(new Mail("buyer@example.org", "Ada", null, "Hello", "<p>x</p>", "x", []), Guid.NewGuid(), Stop);
    }
}
