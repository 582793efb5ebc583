using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmtpServer;
using SmtpServer.Net;

namespace Ticketing.Infrastructure.Development.LocalMail;

/// <summary>
/// An SMTP server on a free loopback port that stores mails in <see cref="LocalMailbox"/> and delivers none, so that sending uses the same
/// code with and without a mail server. Started when mail settings without a host are first read (<see cref="LocalMailRegistration"/>).
/// </summary>
public sealed partial class LocalSmtpServer(LocalMailbox mailbox, ILogger<LocalSmtpServer> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan CommandWaitMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SessionMax = TimeSpan.FromMinutes(10);

    private readonly Lock _starting = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task? _serving;
    private int _port;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Starts the server unless it is running.</summary>
    /// <returns>Its port.</returns>
    public int EnsureStarted()
    {
        lock (_starting)
        {
            if (_serving is null)
            {
                _serving = Serve();
                LogListening(_port);
            }

            return _port;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_serving is not null)
        {
            await _serving.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _stopping.Dispose();

    // Listening when this returns: the library opens its ports before its first await.
    private Task Serve()
    {
        var listeners = new EndpointListenerFactory();
        listeners.EndpointStarted += (_, started) => _port = ((IPEndPoint)started.LocalEndPoint).Port;
        var services = new global::SmtpServer.ComponentModel.ServiceProvider();
        services.Add(listeners);
        services.Add(new LocalMailStore(mailbox));
        var server = new global::SmtpServer.SmtpServer(
            new SmtpServerOptionsBuilder()
                .ServerName("localhost")
                .MaxMessageSize(LocalMailStore.MessageBytesMax)
                .CommandWaitTimeout(CommandWaitMax)
                .Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, 0)).SessionTimeout(SessionMax))
                .Build(),
            services);
        server.SessionFaulted += (_, session) => LogFailed(session.Exception);
        return server.StartAsync(_stopping.Token);
    }

    [LoggerMessage(LogLevel.Information, "No mail server is configured: mails go to the local mailbox (SMTP on loopback port {Port})")]
    private partial void LogListening(int port);

    [LoggerMessage(Level = LogLevel.Error, Message = "An SMTP session failed.")]
    private partial void LogFailed(Exception error);
}
