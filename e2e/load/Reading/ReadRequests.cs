using System.Globalization;
using System.Net;
using System.Text;

namespace Ticketing.Load.Reading;

/// <summary>Prepared GET requests.</summary>
internal static class ReadRequests
{
    /// <summary>The media type of packed seats.</summary>
    public const string Packed = "application/octet-stream";

    public static byte[] Get(string path, IPEndPoint server, string accept = "*/*") => Encoding.ASCII.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"GET {path} HTTP/1.1\r\nHost: {server}\r\nAccept: {accept}\r\n\r\n"));
}
