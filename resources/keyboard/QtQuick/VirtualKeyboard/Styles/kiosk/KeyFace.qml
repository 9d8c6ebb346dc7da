// What a key looks like: a plate with a word or an icon on it, and perhaps a small sign in its corner.

import QtQuick
import QtQuick.Shapes
import QtQuick.VirtualKeyboard.Styles

KeyPanel {
    id: face

    /// An SVG path in a square of 24 x 24, drawn as a line instead of the text.
    property string icon
    property string text: control ? control.displayText : ""
    property bool strong
    /// What else the key gives when it is held, in its corner.
    readonly property string more: !control ? "" : control.smallTextVisible ? control.smallText
        : Array.from(control.displayAlternativeKeys).join("")
    readonly property bool pressed: control ? control.pressed : false
    readonly property bool special: control ? control.highlighted || control.functionKey : false
    readonly property color glyph: pressed || strong ? look.onAccent : look.ink

    Rectangle {
        id: plate

        anchors { fill: parent; margins: look.gap / 2 }
        radius: look.radius
        color: face.pressed || face.strong ? look.accent
             : face.special ? Qt.tint(look.paper, Qt.alpha(look.ink, 0.24)) : look.card
        opacity: face.control && !face.control.enabled ? 0.4 : face.pressed && face.strong ? 0.7 : 1

        Text {
            anchors { fill: parent; margins: look.gap }
            visible: !face.icon
            text: face.control && face.control.uppercased ? face.text.toUpperCase() : face.text
            font: face.text.length > 1 ? look.wordFont : look.fonts[keyboard.locale] || look.keyFont
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: 8
            color: face.glyph
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
        }

        Text {
            anchors { right: parent.right; top: parent.top; margins: look.gap * 0.75 }
            width: plate.width * 0.34  // beside the letter, not over it
            objectName: "more"
            text: face.control && face.control.uppercased ? face.more.toUpperCase() : face.more
            font: look.smallFont
            elide: Text.ElideRight
            horizontalAlignment: Text.AlignRight
            color: face.glyph
            opacity: 0.75
        }

        Shape {
            readonly property real size: Math.min(plate.height, plate.width) * 0.55

            anchors.centerIn: parent
            width: 24
            height: 24
            scale: size / 24
            visible: face.icon

            ShapePath {
                strokeColor: face.glyph
                strokeWidth: 2
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap
                joinStyle: ShapePath.RoundJoin

                PathSvg { path: face.icon }
            }
        }
    }
}
