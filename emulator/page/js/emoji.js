// Emoji short codes: the commonest ones, as Slack names them.

import { el } from "./dom.js";

const TABLE = `
+1 👍 thumbsup 👍 -1 👎 thumbsdown 👎 100 💯 1234 🔢 airplane ✈️ alarm_clock ⏰ anchor ⚓ apple 🍎 arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_up ⬆️
arrow_upper_right ↗️ arrow_lower_right ↘️ arrows_counterclockwise 🔄 balloon 🎈 bar_chart 📊 beach_with_umbrella 🏖️ bell 🔔 no_bell 🔕 bike 🚲 birthday 🎂 black_circle ⚫
large_blue_circle 🔵 large_blue_square 🟦 blue_heart 💙 blush 😊 book 📖 books 📚 boom 💥 bouquet 💐 brain 🧠 bug 🐛 bulb 💡 bust_in_silhouette 👤
busts_in_silhouette 👥 cake 🍰 calendar 📆 spiral_calendar_pad 🗓️ date 📅 call_me_hand 🤙 car 🚗 chart_with_downwards_trend 📉 chart_with_upwards_trend 📈 cherry_blossom 🌸
clap 👏 clapper 🎬 clipboard 📋 clock10 🕙 clock9 🕘 cloud ☁️ coffee ☕ compass 🧭 computer 💻 confetti_ball 🎊 construction 🚧 cookie 🍪 crossed_fingers 🤞
cry 😢 crying_cat_face 😿 dart 🎯 disappointed 😞 dizzy 💫 dog 🐶 ear 👂 earth_africa 🌍 envelope ✉️ exclamation ❗ eyes 👀 face_with_monocle 🧐 facepalm 🤦
file_folder 📁 fire 🔥 fireworks 🎆 fist 👊 flag-eu 🇪🇺 four_leaf_clover 🍀 gear ⚙️ ghost 👻 gift 🎁 green_heart 💚 large_green_circle 🟢 large_green_square 🟩
grey_question ❔ grimacing 😬 grin 😁 grinning 😀 hammer_and_wrench 🛠️ handshake 🤝 hatched_chick 🐥 heart ❤️ heart_eyes 😍 heavy_check_mark ✔️
heavy_minus_sign ➖ heavy_plus_sign ➕ herb 🌿 hourglass ⌛ hourglass_flowing_sand ⏳ house 🏠 hugging_face 🤗 inbox_tray 📥 outbox_tray 📤 information_source ℹ️ joy 😂 key 🔑
label 🏷️ laughing 😆 leaves 🍃 link 🔗 lock 🔒 unlock 🔓 closed_lock_with_key 🔐 loudspeaker 📢 mag 🔍 mailbox 📫 medal 🎖️ sports_medal 🏅 mega 📣 memo 📝 pencil 📝
microphone 🎤 milky_way 🌌 moneybag 💰 mountain ⛰️ mountain_railway 🚞 muscle 💪 neutral_face 😐 new 🆕 no_entry ⛔ no_entry_sign 🚫 notebook 📓 ocean 🌊
ok 🆗 ok_hand 👌 one 1️⃣ two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ open_book 📖 open_hands 👐 large_orange_circle 🟠 large_orange_square 🟧 orange_heart 🧡 package 📦 palm_tree 🌴
paperclip 📎 partying_face 🥳 party_popper 🎉 pensive 😔 phone ☎️ pie 🥧 pizza 🍕 point_down 👇 point_left 👈 point_right 👉 point_up ☝️ pray 🙏 purple_heart 💜 large_purple_circle 🟣
pushpin 📌 question ❓ rainbow 🌈 raised_hand ✋ raised_hands 🙌 recycle ♻️ red_circle 🔴 large_red_square 🟥 relaxed ☺️ relieved 😌 repeat 🔁 robot_face 🤖 rocket 🚀
rock 🪨 rotating_light 🚨 round_pushpin 📍 runner 🏃 saluting_face 🫡 scales ⚖️ seedling 🌱 shield 🛡️ ship 🚢 shrug 🤷 slightly_frowning_face 🙁
slightly_smiling_face 🙂 smile 😄 smiley 😃 smiling_face_with_3_hearts 🥰 smirk 😏 snowflake ❄️ sob 😭 sparkles ✨ sparkling_heart 💖 speech_balloon 💬 star ⭐ star2 🌟
stopwatch ⏱️ sun_with_face 🌞 sunny ☀️ sunglasses 😎 sunrise 🌅 sunflower 🌻 sweat_smile 😅 tada 🎉 tea 🍵 telescope 🔭 test_tube 🧪 thinking_face 🤔 thought_balloon 💭 timer_clock ⏲️
toolbox 🧰 trophy 🏆 turtle 🐢 umbrella ☔ unicorn_face 🦄 upside_down_face 🙃 v ✌️ vertical_traffic_light 🚦 warning ⚠️ wave 👋 wastebasket 🗑️ weary 😩 white_check_mark ✅
ballot_box_with_check ☑️ white_circle ⚪ wink 😉 woman-raising-hand 🙋‍♀️ raising_hand 🙋 worried 😟 wrench 🔧 writing_hand ✍️ x ❌ large_yellow_circle 🟡 large_yellow_square 🟨 yellow_heart 💛 yum 😋 zap ⚡ zzz 💤
`;

const CHARACTERS = new Map();
for (const [, name, character] of TABLE.matchAll(/(\S+) (\S+)/g)) CHARACTERS.set(name, character);

/** What the reaction picker offers first. */
export const FAVOURITES = [
  "+1",
  "tada",
  "heart",
  "clap",
  "raised_hands",
  "fire",
  "rocket",
  "eyes",
  "pray",
  "white_check_mark",
  "100",
  "joy",
  "star",
  "sparkles",
  "muscle",
  "thinking_face",
  "seedling",
  "wave",
];

/** The character for a short code, without its skin tone, or null. */
export function character(name) {
  return CHARACTERS.get(name.split("::")[0]) ?? null;
}

/** A node showing the emoji, or its short code as text when it is unknown. */
export function emoji(name) {
  const found = character(name);
  if (!found) return document.createTextNode(`:${name}:`);
  return el(
    "span",
    { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` },
    found,
  );
}

/** Up to `limit` short codes that contain `query`, those that start with it first. */
export function searchEmoji(query, limit = 8) {
  const wanted = query.toLowerCase();
  const names = [...CHARACTERS.keys()].filter((name) => name.includes(wanted));
  return names.sort((a, b) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted))).slice(0, limit);
}
