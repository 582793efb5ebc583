using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ticketing.Core.WaitingRoom;

/// <summary>JSON of settings for the database and the audit log. Members missing in older JSON get their default.</summary>
public static class RoomSettingsJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static string Write(RoomSettings settings) => JsonSerializer.Serialize(settings, Options);

    public static RoomSettings Read(string json) => JsonSerializer.Deserialize<RoomSettings>(json, Options)!;
}
