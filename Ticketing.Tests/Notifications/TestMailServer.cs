using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Mail;
using SmtpServer.Net;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Ticketing.Tests.Notifications;

/// <summary>A mail server with replies set by the test.</summary>
internal sealed class TestMailServer : IAsyncDisposable
{
    public const string User = "shop";
    public const string Password = "secret";

    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;

    /// <param name="encrypted">Offers STARTTLS with <see cref="Certificate"/> and requires authentication.</param>
    public TestMailServer(SmtpReplyCode recipient = SmtpReplyCode.Ok, SmtpReplyCode message = SmtpReplyCode.Ok, bool encrypted = false)
    {
        var listeners = new EndpointListenerFactory();
        listeners.EndpointStarted += (_, started) => Port = ((IPEndPoint)started.LocalEndPoint).Port;
        var services = new global::SmtpServer.ComponentModel.ServiceProvider();
        services.Add(listeners);
        Recipient = recipient;
        services.Add(new Filter(this));
        services.Add(new Store(this, message));
        services.Add(new DelegatingUserAuthenticator((user, password) => user == User && password == Password));
        _serving = new global::SmtpServer.SmtpServer(
            new SmtpServerOptionsBuilder().ServerName("mail.test").Endpoint(endpoint =>
            {
                endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, 0));
                if (encrypted)
                {
                    endpoint.Certificate(Certificate).AuthenticationRequired();
                }
            }).Build(),
            services).StartAsync(_stopping.Token);
    }

    public int Port { get; private set; }

    /// <summary>The reply to each recipient.</summary>
    public SmtpReplyCode Recipient { get; set; }

    /// <summary>Self-signed.</summary>
    public X509Certificate2 Certificate { get; } = SelfSigned();

    /// <summary>For each accepted message, whether its connection was encrypted.</summary>
    public ConcurrentQueue<bool> Accepted { get; } = [];

    /// <summary>The accepted messages as they were sent.</summary>
    public ConcurrentQueue<string> Messages { get; } = [];

    /// <summary>The recipient of each accepted message, as the server was told it.</summary>
    public ConcurrentQueue<string> Recipients { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
        _stopping.Dispose();
        Certificate.Dispose();
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }

    private sealed class Filter(TestMailServer server) : MailboxFilter
    {
        public override Task<bool> CanDeliverToAsync(ISessionContext context, IMailbox to, IMailbox from, CancellationToken cancellationToken) =>
            server.Recipient == SmtpReplyCode.Ok
                ? Task.FromResult(true)
                : throw new SmtpResponseException(new SmtpResponse(server.Recipient, "set by the test"));
    }

    private sealed class Store(TestMailServer server, SmtpReplyCode message) : MessageStore
    {
        public override Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            if (message == SmtpReplyCode.Ok)
            {
                server.Accepted.Enqueue(context.Pipe.IsSecure);
                server.Messages.Enqueue(Encoding.UTF8.GetString(buffer.ToArray()));
                foreach (var to in transaction.To)
                {
                    server.Recipients.Enqueue($"{to.User}@{to.Host}");
                }
            }

            return Task.FromResult(new SmtpResponse(message, "set by the test"));
        }
    }
}
