using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Ticketing.Infrastructure.Development.Embedded;

/// <summary>
/// A private Redis on a loopback port. A random password per start denies access to other users of the machine.
/// </summary>
internal static class EmbeddedRedis
{
    public static async Task<(SupervisedServer Server, string ConnectionString)> StartAsync(
        DataDirectory directory, EmbeddedServersOptions options, ILogger logger, CancellationToken cancellationToken)
    {
        var program = Programs.RedisServer(options.RedisServerPath);
        var data = directory.Redis;
        await directory.User.OwnDirectoryAsync(data, cancellationToken);

        var port = FreePort();
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var pidFile = Path.Combine(data, "redis.pid");

        // In a file, because every user of the machine can read command lines.
        var configuration = Path.Combine(data, "redis.conf");
        await File.WriteAllTextAsync(configuration, Configuration(data, pidFile, port, password, options.Durable), cancellationToken);
        await directory.User.OwnDirectoryAsync(data, cancellationToken);

        var command = new ServerCommand("redis", program, [configuration], "TERM", data, pidFile);
        var server = await SupervisedServer.StartAsync(
            command, directory, token => AnswersAsync(port, password, token), logger, cancellationToken);
        return (server, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port},password={password},abortConnect=false"));
    }

    private static string Configuration(string data, string pidFile, int port, string password, bool durable) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        bind 127.0.0.1
        port {port}
        requirepass {password}
        daemonize no
        dir "{data}"
        pidfile "{pidFile}"
        databases {(durable ? 16 : 512)}
        save ""
        appendonly {(durable ? "yes" : "no")}
        appendfsync everysec
        maxmemory-policy noeviction
        tcp-keepalive 60
        """);

    /// <summary>
    /// A free port below the kernel's ephemeral ports, so that it is likely still free when a killed server is restarted on it.
    /// </summary>
    private static int FreePort()
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var port = RandomNumberGenerator.GetInt32(20_000, 32_000);
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException cause) when (cause.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                continue;
            }
        }

        throw new EmbeddedServerException("No free port between 20000 and 32000 for the private Redis.");
    }

    /// <summary>Sends a PING over a plain socket: the client library would keep a connection and retry by itself.</summary>
    private static async Task<bool> AnswersAsync(int port, string password, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            await using var stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"AUTH {password}\r\nPING\r\n"), cancellationToken);
            using var reader = new StreamReader(stream, Encoding.ASCII);
            return await reader.ReadLineAsync(cancellationToken) == "+OK" && await reader.ReadLineAsync(cancellationToken) == "+PONG";
        }
        catch (Exception cause) when (cause is SocketException or IOException)
        {
            return false;
        }
    }
}
