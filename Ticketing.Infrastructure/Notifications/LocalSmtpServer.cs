using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ticketing.Infrastructure.Notifications;

/// <summary>
/// An SMTP server (RFC 5321) for this machine only, so that without any mail server the code that sends mails is the same
/// as with one. It listens on the loopback address at a free port, delivers nothing, and keeps what it gets in the
/// database for the mailbox page. It runs while no other server is configured.
/// </summary>
public sealed partial class LocalSmtpServer(LocalMailbox mailbox, IOptions<MailOptions> options, ILogger<LocalSmtpServer> logger)
    : IHostedService, IDisposable
{
    private const int SessionsMax = 32;

    private readonly Lock starting = new();
    private readonly CancellationTokenSource stopping = new();
    private TcpListener? listener;
    private Task accepting = Task.CompletedTask;
    private int sessions;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Smtp.Host is null)
        {
            var port = EnsureStarted();
            LogListening(port);
        }

        return Task.CompletedTask;
    }

    /// <summary>Answers the port on the loopback address.</summary>
    public int EnsureStarted()
    {
        lock (starting)
        {
            if (listener is null)
            {
                listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                accepting = AcceptAsync(listener);
            }

            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        listener?.Stop();
        await accepting.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        listener?.Dispose();
        stopping.Dispose();
    }

    private async Task AcceptAsync(TcpListener open)
    {
        var running = new HashSet<Task>();
        try
        {
            while (true)
            {
                var client = await open.AcceptSocketAsync(stopping.Token);
                running.RemoveWhere(session => session.IsCompleted);
                running.Add(ServeAsync(client));
            }
        }
        catch (Exception end) when (stopping.IsCancellationRequested && end is (OperationCanceledException or InvalidOperationException))
        {
            // Invalid is a listener that was stopped between two of its clients.
            await Task.WhenAll(running);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var busy = Interlocked.Increment(ref sessions) > SessionsMax;
        try
        {
            await using var stream = new NetworkStream(client, ownsSocket: true);
            await using var session = new SmtpSession(stream, mailbox);
            await session.RunAsync(busy, stopping.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            LogLost(error);
        }
#pragma warning disable CA1031 // One session's failure is its client's: the closed connection says so.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LogFailed(error);
        }
        finally
        {
            Interlocked.Decrement(ref sessions);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No mail server is configured: mails are kept in the local mailbox (SMTP on loopback port {Port}).")]
    private partial void LogListening(int port);

    [LoggerMessage(Level = LogLevel.Debug, Message = "An SMTP client went away.")]
    private partial void LogLost(Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "An SMTP session failed.")]
    private partial void LogFailed(Exception error);
}
