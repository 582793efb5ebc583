using System.Text.Json;
using System.Text.Json.Serialization;
using Ticketing.Core.Common;
using Ticketing.Core.Publishing;

namespace Ticketing.App.Hosting;

/// <summary>JSON of the API: camelCase, enums as words, typed ids as UUIDs, local times without offset. Values that do not fit are refused.</summary>
internal static class JsonSettings
{
    public static void Apply(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new TypedIdJson());
        options.Converters.Add(new LocalTimeJson());
        options.NumberHandling = JsonNumberHandling.Strict;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.AllowDuplicateProperties = false;
        options.MaxDepth = 32;
    }

    private sealed class TypedIdJson : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsValueType
            && Array.Exists(typeToConvert.GetInterfaces(), i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>));

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

        private sealed class Converter<TId> : JsonConverter<TId> where TId : struct, ITypedId<TId>
        {
            public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => TId.From(reader.GetGuid());

            public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
        }
    }
}
