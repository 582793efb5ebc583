using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.HttpOverrides;
using Npgsql;
using StackExchange.Redis;
using Ticketing.App.Hosting.Pipeline;

namespace Ticketing.App.Hosting.StartUp;

/// <summary>
/// A setting without an options class, read before there are services. <see cref="BoundSettings"/> checks the others.
/// </summary>
/// <param name="Key">The setting, or the section that it checks.</param>
/// <param name="Problems">The problems of its values, a sentence each. Sentences contain no secrets.</param>
internal sealed record SettingCheck(string Key, Func<IConfiguration, IEnumerable<string>> Problems)
{
    public static IReadOnlyList<SettingCheck> All { get; } =
    [
        new("ConnectionStrings:Postgres", settings => One(settings, "ConnectionStrings:Postgres", PostgresProblem)),
        new("ConnectionStrings:Redis", settings => One(settings, "ConnectionStrings:Redis", RedisProblem)),
        new("DataProtection:CertificateFile", settings => One(
            settings, "DataProtection:CertificateFile", file => CertificateProblem(file, settings["DataProtection:CertificatePassword"]))),
        new("urls", settings => ListeningAddresses.Of(settings).Select(AddressProblem).OfType<string>()),
        new("Proxy:KnownNetworks", settings => settings.GetSection("Proxy:KnownNetworks").GetChildren()
            .Where(network => !System.Net.IPNetwork.TryParse(network.Value, out _))
            .Select(network => $"{network.Path} is not a network like 10.0.0.0/8.")),
        new(Forwarding.LimitKey, settings => One(settings, Forwarding.LimitKey, Number(1, Forwarding.LimitMax))),
        new("Embedded:Durable", settings => One(settings, "Embedded:Durable", Switch)),
        new("Announce", settings => One(settings, "Announce", Switch)),
        new("Logging", settings => settings.GetSection("Logging").AsEnumerable()
            .Where(entry => entry.Key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase)
                && entry.Value is not null && !Enum.TryParse<LogLevel>(entry.Value, ignoreCase: true, out _))
            .Select(entry => $"{entry.Key} is not a log level like Warning.")),
        new(StandInCheck.AllowSection, settings => settings.GetSection(StandInCheck.AllowSection).GetChildren().SelectMany(AllowProblems)),
    ];

    private static IEnumerable<string> One(IConfiguration settings, string key, Func<string, string?> problem) =>
        settings[key] is { Length: > 0 } value && problem(value) is { } sentence ? [$"{key} {sentence}"] : [];

    private static string? PostgresProblem(string value)
    {
        try
        {
            return string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(value).Host) ? "names no host." : null;
        }
        catch (Exception cause) when (cause is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            return $"is not a connection string of Npgsql like Host=db;Database=ticketing;Username=ticketing: {Ended(cause)}";
        }
    }

    private static string? RedisProblem(string value)
    {
        try
        {
            return ConfigurationOptions.Parse(value).EndPoints.Count == 0 ? "names no host." : null;
        }
        catch (Exception cause) when (cause is ArgumentException or FormatException)
        {
            return $"is not a configuration of StackExchange.Redis like redis:6379: {Ended(cause)}";
        }
    }

    private static string? CertificateProblem(string file, string? password)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadPkcs12FromFile(file, password);
            return certificate.HasPrivateKey ? null : $"is {file}, which contains no private key.";
        }
        catch (Exception cause) when (cause is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return $"is {file}, which cannot be read as a PKCS #12 file with DataProtection:CertificatePassword: {Ended(cause)}";
        }
    }

    private static string? AddressProblem(string address)
    {
        try
        {
            if (ListeningAddresses.AddressOf(address) is not { } host || BindingAddress.Parse(address).Port is not (> 0 and var port))
            {
                return null;
            }

            using var listener = new TcpListener(host, port);
            listener.Start();
            return null;
        }
        catch (SocketException cause)
        {
            return cause.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"The address {address} is in use by another program: choose another port."
                : $"The application cannot listen on {address}: {Ended(cause)}";
        }
        catch (Exception cause) when (cause is FormatException or ArgumentException)
        {
            return $"urls contains {address}, which is not an address like http://0.0.0.0:8080.";
        }
    }

    private static Func<string, string?> Number(int least, int most) => value =>
        int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? null
            : FormattableString.Invariant($"is '{value}' and must be a whole number from {least} to {most}.");

    private static string? Switch(string value) => bool.TryParse(value, out _) ? null : $"is '{value}' and must be true or false.";

    // The exception's message as the end of a sentence, without the parameter's name that .NET appends.
    private static string Ended(Exception cause) => cause.Message.Split(" (Parameter", 2)[0].TrimEnd('.', ' ') + ".";

    private static IEnumerable<string> AllowProblems(IConfigurationSection allow) =>
        !StandInCheck.Names.Contains(allow.Key, StringComparer.OrdinalIgnoreCase)
            ? [$"{allow.Path} is not a key that allows anything. There are: {string.Join(", ", StandInCheck.Names)}."]
            : allow.Value is { } value && Switch(value) is { } wrong ? [$"{allow.Path} {wrong}"] : [];
}
