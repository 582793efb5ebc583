using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Ticketing.Tests.Inventory;

/// <summary>Secrets of holds in the issued form, one for each name.</summary>
internal static class TestSecrets
{
    public static string Of(string name) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
